package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import dev.varve.storage.StorageException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads texts from their columns or blobs. Thread-safe if the reader of blobs is.
 *
 * @param blobs the content of the blob with a name; fails if there is none
 */
public record StoredTexts(Function<String, byte[]> blobs) {
  /** The text of a column, if it has one. */
  Optional<String> find(Row row, String column) {
    return stored(row, column).map(text -> isEscaped(row, column) ? unescaped(row, column, text) : text);
  }

  /**
   * The text of a column.
   *
   * @throws StorageException if there is none
   */
  String of(Row row, String column) {
    return find(row, column)
        .orElseThrow(() -> Damage.in(row, "the column " + column + " is missing"));
  }

  private Optional<String> stored(Row row, String column) {
    if (row.columns().get(column + LargeTexts.BLOB_NAME) instanceof String name) {
      try {
        return Optional.of(LargeText.text(blobs.apply(name)));
      } catch (IOException e) {
        throw new StorageException(
            "the blob '" + name + "' cannot be unpacked; restore it from a backup", e);
      }
    }
    return row.columns().get(column) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private static boolean isEscaped(Row row, String column) {
    return row.columns().get(LargeTexts.ESCAPED) instanceof String list
        && Arrays.asList(list.split(",")).contains(column);
  }

  private static String unescaped(Row row, String column, String text) {
    try {
      return Surrogates.unescape(text);
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "the text of the column " + column + " has a broken escape");
    }
  }
}
