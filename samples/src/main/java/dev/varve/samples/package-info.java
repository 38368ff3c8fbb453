/** Programs to copy from, and what starts and kills them. */
@NullMarked
package dev.varve.samples;

import org.jspecify.annotations.NullMarked;
