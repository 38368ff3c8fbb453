package dev.varve.versioning.slots;

import dev.varve.storage.Storage;

/** Opens the store that an app setting names. Must be thread-safe. */
@FunctionalInterface
public interface StoreOpener {
  /**
   * Opens a store. Whoever asks closes it.
   *
   * @param value of the setting, such as a URL; what it means is up to the implementation
   */
  Storage open(String value);
}
