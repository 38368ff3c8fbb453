/** What a running engine owes its users, as tests that every store binds. */
@NullMarked
package dev.varve.testing.engine;

import org.jspecify.annotations.NullMarked;
