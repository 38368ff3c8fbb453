/** Tools for testing orchestrations and storage implementations. */
@NullMarked
package dev.varve.testing;

import org.jspecify.annotations.NullMarked;
