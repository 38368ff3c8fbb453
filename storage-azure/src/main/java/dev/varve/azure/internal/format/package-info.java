/** The form of a hub's rows and blobs, which tools for Durable Task's Azure Storage can read. */
@NullMarked
package dev.varve.azure.internal.format;

import org.jspecify.annotations.NullMarked;
