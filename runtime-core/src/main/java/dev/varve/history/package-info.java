/** The events that make up the history of an instance, and how they are written. */
@NullMarked
package dev.varve.history;

import org.jspecify.annotations.NullMarked;
