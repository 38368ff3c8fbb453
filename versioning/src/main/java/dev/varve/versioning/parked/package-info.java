/**
 * Instances that cannot go on: which there are, why, what ends it, and how to have one tried again.
 */
@NullMarked
package dev.varve.versioning.parked;

import org.jspecify.annotations.NullMarked;
