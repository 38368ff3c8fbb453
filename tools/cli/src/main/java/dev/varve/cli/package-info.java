/**
 * The command line {@code varve}. {@link dev.varve.cli.Main} is its only door; the options, the
 * exit codes and the names of fields in JSON are its interface, and docs/cli.md tells them.
 */
@NullMarked
package dev.varve.cli;

import org.jspecify.annotations.NullMarked;
