/** A storage account for tests and benchmarks, and faults on the way to it. */
@NullMarked
package dev.varve.azure.server;

import org.jspecify.annotations.NullMarked;
