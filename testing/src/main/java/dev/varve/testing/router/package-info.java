/** A host of apps for tests of what stands in front of them. */
@NullMarked
package dev.varve.testing.router;

import org.jspecify.annotations.NullMarked;
