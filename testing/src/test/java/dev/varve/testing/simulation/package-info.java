/** The whole engine under faults in virtual time, where a seed decides everything. */
@NullMarked
package dev.varve.testing.simulation;

import org.jspecify.annotations.NullMarked;
