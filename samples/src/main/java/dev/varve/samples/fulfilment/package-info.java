/**
 * Order fulfilment in two versions: {@link dev.varve.samples.fulfilment.OrderApp} is the program to
 * copy from, {@link dev.varve.samples.fulfilment.Demo} kills it and changes its version while it
 * runs.
 */
@NullMarked
package dev.varve.samples.fulfilment;

import org.jspecify.annotations.NullMarked;
