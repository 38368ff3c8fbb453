package dev.varve.azure.internal.table;

import dev.varve.storage.StorageException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A table: rows by partition and key. Thread-safe; every call blocks until the service answered.
 *
 * <p>Throttling and failures of the service or the network are retried until a deadline. After it
 * every method throws a {@link StorageException}, with {@code outcomeUnknown} exactly if changes
 * may have been made.
 */
public interface RowTable {
  /** How many changes one transaction takes. */
  int MAX_CHANGES = 100;

  /** How many bytes one transaction takes, as {@link #size} counts. */
  long MAX_BYTES = 4_000_000;

  /** A row, if it exists. */
  Optional<Row> get(String partition, String key);

  /**
   * Rows of a partition in the order of their keys, across as many pages as it takes.
   *
   * @param max how many at most, at least 1
   */
  List<Row> range(String partition, String fromInclusive, String toExclusive, int max);

  /** Rows of a partition whose keys begin so, in the order of their keys. */
  default List<Row> startingWith(String partition, String prefix, int max) {
    return range(partition, prefix, after(prefix), max);
  }

  /**
   * Rows of any partition in the order of partition and key, page by page as the service gives
   * them.
   *
   * @param columns to read; all if empty
   * @param page takes the rows of a page, which may be none, and tells whether to go on
   */
  void scan(Filter filter, List<String> columns, Predicate<List<Row>> page);

  /**
   * Makes changes in one partition, all or none. No row may be changed twice.
   *
   * @param changes at least one
   */
  Outcome apply(String partition, List<Change> changes);

  /** An upper bound of the bytes that a change takes in a transaction. */
  static long size(String partition, Change change) {
    return ChangeSize.of(partition, change);
  }

  /** The end of the range of all keys that begin with a prefix of at least one character. */
  static String after(String prefix) {
    int last = prefix.length() - 1;
    return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
  }
}
