/** The storage conformance suite: what every store must show. */
@NullMarked
package dev.varve.testing.storage;

import org.jspecify.annotations.NullMarked;
