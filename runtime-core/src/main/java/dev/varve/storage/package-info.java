/** The contract between the engine and the place where histories are kept. */
@NullMarked
package dev.varve.storage;

import org.jspecify.annotations.NullMarked;
