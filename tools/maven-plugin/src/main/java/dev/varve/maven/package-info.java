/**
 * Goals for Maven builds. They find the project's class path and a JDK, and run the command line
 * {@code varve} on both in a process of its own; what a goal does is decided there.
 */
@NullMarked
package dev.varve.maven;

import org.jspecify.annotations.NullMarked;
