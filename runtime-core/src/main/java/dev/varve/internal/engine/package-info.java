/** Leases, turns, activities and timers; all concurrency of the engine lives here. */
@NullMarked
package dev.varve.internal.engine;

import org.jspecify.annotations.NullMarked;
