/**
 * Not to copy from: kills a worker under load, many times, and checks that nothing was lost. Run
 * {@code samples/run-kills}.
 */
@NullMarked
package dev.varve.samples.kills;

import org.jspecify.annotations.NullMarked;
