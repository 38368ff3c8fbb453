/** The versioning conformance suite: what running work must survive when its code changes. */
@NullMarked
package dev.varve.testing.versioning;

import org.jspecify.annotations.NullMarked;
