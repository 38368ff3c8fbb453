package dev.varve.azure.internal.table;

import dev.varve.storage.StorageException;
import java.util.Optional;

/**
 * A container of blobs, created by the first write. Thread-safe; every call blocks until the
 * service answered and throws a {@link StorageException} as {@link RowTable} does. Each write can
 * be repeated without further effect.
 */
public interface BlobStore {
  /** Where a blob is found, which is what tools expect in place of a large value. */
  String url(String name);

  /** Writes a blob or replaces it as a whole. */
  void put(String name, byte[] content);

  /** The content of a blob, if it exists. */
  Optional<byte[]> get(String name);

  /** Deletes a blob if it exists. */
  void delete(String name);

  /**
   * Deletes every blob whose name begins so.
   *
   * @param prefix ends with a slash, so that {@code abc/} does not reach into {@code abcd/}
   */
  void deletePrefix(String prefix);
}
