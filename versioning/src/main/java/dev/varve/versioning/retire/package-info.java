/**
 * Whether a version's code can be removed, and whether a build lacks code that instances need. Both
 * ask {@link dev.varve.versioning.retire.Demand} what the instances in flight need.
 */
@NullMarked
package dev.varve.versioning.retire;

import org.jspecify.annotations.NullMarked;
