/** Two builds of one program that change places when nothing is in flight, and back. */
@NullMarked
package dev.varve.samples.slots;

import org.jspecify.annotations.NullMarked;
