package dev.varve.azure;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.format.LargeText;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.table.BlobStore;
import dev.varve.azure.internal.table.RowTable;

/**
 * Where a hub's rows and blobs lie.
 *
 * @param history the partition of each instance
 * @param instances a row per instance, for tools and queries
 * @param work the index of what is due, sessions and records
 * @param blobs texts too long for a table
 * @param partitions how many lanes the instances of a function are spread over, 1 to 16
 */
record HubTables(
    HubNames names,
    RowTable history,
    RowTable instances,
    RowTable work,
    BlobStore blobs,
    int partitions) {

  String hub() {
    return names.hub();
  }

  /** The partition of an instance in both tables. */
  String partition(String instanceId) {
    return KeySanitation.escape(instanceId);
  }

  /** For the texts of one write. */
  LargeTexts large(String instanceId, long writeId) {
    return new LargeTexts(instanceId, writeId, blobs::url);
  }

  /** Writes what a write has in blobs; before its rows. */
  void putBlobs(LargeTexts large) {
    for (LargeText text : large.blobs()) {
      Ahead.prepare(() -> blobs.put(text.blobName(), text.content()));
    }
  }

  StoredTexts texts() {
    return new StoredTexts(blobs::get);
  }
}
