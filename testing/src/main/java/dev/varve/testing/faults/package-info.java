/** The single-fault sweep: every storage call of a run fails once, and nothing may change by it. */
@NullMarked
package dev.varve.testing.faults;

import org.jspecify.annotations.NullMarked;
