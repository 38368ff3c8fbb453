/** Reads a hub as a tool does that knows the format and has never heard of Varve. */
@NullMarked
package dev.varve.azure.tools;

import org.jspecify.annotations.NullMarked;
