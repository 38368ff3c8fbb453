/**
 * The life of one change, from the first edit to the day the old code is gone, and what a bad
 * release does: {@link dev.varve.samples.life.Life} runs both with the command line on the small
 * shop in {@code samples/life-of-a-change}, and checks every step.
 */
@NullMarked
package dev.varve.samples.life;

import org.jspecify.annotations.NullMarked;
