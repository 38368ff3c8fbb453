/** The instances of a hub with their histories as a file, to be looked at elsewhere. */
@NullMarked
package dev.varve.versioning.export;

import org.jspecify.annotations.NullMarked;
