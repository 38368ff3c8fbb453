/**
 * Copies functions to their next version in a source tree. {@link
 * dev.varve.versioning.bump.Bump#plan} is the entry; nothing is written before {@link
 * dev.varve.versioning.bump.BumpPlan#write}.
 */
@NullMarked
package dev.varve.versioning.bump;

import org.jspecify.annotations.NullMarked;
