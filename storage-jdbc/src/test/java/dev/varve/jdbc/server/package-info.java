/**
 * A real PostgreSQL for tests and benchmarks, without containers, and a proxy that breaks
 * connections to it.
 */
@NullMarked
package dev.varve.jdbc.server;

import org.jspecify.annotations.NullMarked;
