/** From a history and new messages to the next decisions: one thread, no clock, no I/O. */
@NullMarked
package dev.varve.internal.replay;

import org.jspecify.annotations.NullMarked;
