/** What slots must show on every store, with the real engine. */
@NullMarked
package dev.varve.testing.slots;

import org.jspecify.annotations.NullMarked;
