package dev.varve.azure.internal.table;

import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.List;

/**
 * A queue of hints: one may be lost, come twice or come late. Thread-safe; every call blocks until
 * the service answered and throws a {@link StorageException} as {@link RowTable} does.
 */
public interface HintQueue {
  /** Creates the queue, if it does not exist. */
  void create();

  /**
   * Puts a hint, which is lost if there is no queue.
   *
   * @param hint at most 45 KB in UTF-8
   * @param lifetime how long it may wait to be taken, at least a second
   */
  void put(String hint, Duration lifetime);

  /**
   * Takes hints out and deletes them; none if there are none, or no queue.
   *
   * @param max 1 to 32
   */
  List<String> take(int max);

  /** Deletes the queue with all that is in it, if it exists. */
  void delete();
}
