/**
 * Proof before a deployment: the code that is to be deployed is replayed over the histories of the
 * instances in flight, and nothing is written.
 */
@NullMarked
package dev.varve.versioning.rehearsal;

import org.jspecify.annotations.NullMarked;
