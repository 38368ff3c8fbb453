package dev.varve.azure;

import dev.varve.storage.StorageException;

/**
 * What is written ahead of a write and says nothing without it: rows of the index, blobs. If that
 * fails, the write itself is known not to have been made (G6), so that callers may repeat it.
 */
final class Ahead {
  private Ahead() {}

  static void prepare(Runnable action) {
    try {
      action.run();
    } catch (StorageException e) {
      throw e.outcomeUnknown() ? new StorageException(String.valueOf(e.getMessage()), e, false) : e;
    }
  }
}
