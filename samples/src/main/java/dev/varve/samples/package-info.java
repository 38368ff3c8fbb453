/** Programs to copy from. */
@NullMarked
package dev.varve.samples;

import org.jspecify.annotations.NullMarked;
