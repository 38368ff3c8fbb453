/**
 * Whether anything runs on a hub, and waiting until nothing does: for deployments that replace code
 * only while no instance is in flight.
 */
@NullMarked
package dev.varve.versioning.status;

import org.jspecify.annotations.NullMarked;
