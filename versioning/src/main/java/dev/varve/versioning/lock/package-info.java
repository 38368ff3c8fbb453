/**
 * The lock file: proof that the code of a released version is still what it was. {@link
 * dev.varve.versioning.lock.Lock} is where to begin.
 */
@NullMarked
package dev.varve.versioning.lock;

import org.jspecify.annotations.NullMarked;
