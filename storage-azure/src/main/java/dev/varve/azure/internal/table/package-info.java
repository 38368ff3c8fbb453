/**
 * The gateway to the tables, blobs and queues of an Azure Storage account. Nothing outside of it
 * knows the Azure SDK.
 */
@NullMarked
package dev.varve.azure.internal.table;

import org.jspecify.annotations.NullMarked;
