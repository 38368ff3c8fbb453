package dev.varve.azure.internal.table;

import java.util.Map;

/** How many bytes changes take in the body of a transaction: JSON inside of a multipart message. */
final class ChangeSize {
  /** Headers of a part, its address without the keys, and the punctuation around a column. */
  private static final int PER_CHANGE = 700;

  private static final int PER_COLUMN = 64;

  private ChangeSize() {}

  static long of(String partition, Change change) {
    // The keys stand in the address, percent-encoded, and in the entity.
    long keys = 4L * (text(partition) + text(change.key()));
    return PER_CHANGE + keys + columns(change);
  }

  private static long columns(Change change) {
    return switch (change) {
      case Change.Insert insert -> columns(insert.columns());
      case Change.Put put -> columns(put.columns());
      case Change.Replace replace -> columns(replace.columns());
      case Change.Merge merge -> columns(merge.columns());
      case Change.Delete ignored -> 0;
    };
  }

  private static long columns(Map<String, Object> columns) {
    long size = 0;
    for (Map.Entry<String, Object> column : columns.entrySet()) {
      size += PER_COLUMN + 2L * column.getKey().length() + value(column.getValue());
    }
    return size;
  }

  private static long value(Object value) {
    return switch (value) {
      case String text -> text(text);
      case byte[] bytes -> bytes.length * 4L / 3 + 4;
      default -> 40;
    };
  }

  /** As JSON in UTF-8. */
  private static long text(String text) {
    long size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        size += 6;
      } else if (c == '"' || c == '\\') {
        size += 2;
      } else if (c < 0x80) {
        size += 1;
      } else {
        size += c < 0x800 ? 2 : 3;
      }
    }
    return size;
  }
}
