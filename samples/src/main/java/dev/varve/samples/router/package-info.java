/** A router in front of an app in three versions, two of which run side by side. */
@NullMarked
package dev.varve.samples.router;

import org.jspecify.annotations.NullMarked;
