/** The program of README.md. */
@NullMarked
package dev.varve.samples.hello;

import org.jspecify.annotations.NullMarked;
