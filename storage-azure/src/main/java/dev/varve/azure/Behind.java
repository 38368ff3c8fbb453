package dev.varve.azure;

import dev.varve.storage.StorageException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done behind a write that was made. */
final class Behind {
  private static final Logger LOG = LoggerFactory.getLogger(Behind.class);

  private Behind() {}

  /** Something that somebody makes up for if it fails, and that nobody misses meanwhile. */
  static void tidy(String what, Runnable action) {
    try {
      action.run();
    } catch (StorageException e) {
      LOG.debug("{} failed and is made up for later", what, e);
    }
  }

  /**
   * A look at whether a refused write is the echo of its own success: if it fails, nobody knows.
   */
  static <T> T inDoubt(Supplier<T> look) {
    try {
      return look.get();
    } catch (StorageException e) {
      throw new StorageException(String.valueOf(e.getMessage()), e, true);
    }
  }

  /**
   * Something that belongs to the write: if it fails, the write may have been made all the same.
   */
  static void finish(String what, Runnable action) {
    try {
      action.run();
    } catch (StorageException e) {
      throw new StorageException(
          what + " is written, but what comes behind it failed: " + e.getMessage(), e, true);
    }
  }
}
