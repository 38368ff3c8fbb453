/** Measurements of the engine. */
@NullMarked
package dev.varve.benchmarks;

import org.jspecify.annotations.NullMarked;
