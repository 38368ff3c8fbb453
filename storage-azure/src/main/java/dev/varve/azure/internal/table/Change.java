package dev.varve.azure.internal.table;

import java.util.Map;

/**
 * One write within a partition. Values of columns are those that {@link Row} tells; none is null.
 */
public sealed interface Change {
  /** The ETag that every state of an existing row fits. */
  String ANY = "*";

  /** The key of the row within its partition. */
  String key();

  /** A row that must not exist yet. */
  record Insert(String key, Map<String, Object> columns) implements Change {}

  /** A row that takes the place of whatever is there, or of nothing. */
  record Put(String key, Map<String, Object> columns) implements Change {}

  /** A row that takes the place of one in the given state. */
  record Replace(String key, Map<String, Object> columns, String etag) implements Change {}

  /** Columns that are set in a row in the given state; its other columns stay. */
  record Merge(String key, Map<String, Object> columns, String etag) implements Change {}

  /** A row in the given state that goes. */
  record Delete(String key, String etag) implements Change {}
}
