/** Other engines with the workloads of the benchmarks, each written as its documentation does. */
@NullMarked
package dev.varve.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
