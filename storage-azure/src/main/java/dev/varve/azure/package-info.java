/** Storage in an Azure Storage account: tables, queues and blobs. */
@NullMarked
package dev.varve.azure;

import org.jspecify.annotations.NullMarked;
