/**
 * Which version a name means: pure functions over the configuration, the functions that are known
 * and the version set an instance started under. No I/O, no clock.
 */
@NullMarked
package dev.varve.internal.resolution;

import org.jspecify.annotations.NullMarked;
