/** Assertions that code still fits the histories it is to go on with. */
@NullMarked
package dev.varve.testing.replay;

import org.jspecify.annotations.NullMarked;
