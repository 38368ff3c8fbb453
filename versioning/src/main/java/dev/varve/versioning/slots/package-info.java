/**
 * Two slots of one app, of which one is production: a new build is brought up beside the old one,
 * on a store of its own, and takes over when nothing is in flight.
 */
@NullMarked
package dev.varve.versioning.slots;

import org.jspecify.annotations.NullMarked;
