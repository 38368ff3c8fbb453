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
 * @param blobs the content of the blob with a name
 */
public record StoredTexts(Function<String, Optional<byte[]>> blobs) {
  /** The text of a column, if it has one. */
  public Optional<String> find(Row row, String column) {
    return stored(row, column)
        .map(text -> isEscaped(row, column) ? unescaped(row, column, text) : text);
  }

  /**
   * The text of a column.
   *
   * @throws StorageException if there is none
   */
  public String of(Row row, String column) {
    return find(row, column)
        .orElseThrow(() -> Damage.in(row, "the column " + column + " is missing"));
  }

  private Optional<String> stored(Row row, String column) {
    Optional<String> blobName = row.text(column + LargeTexts.BLOB_NAME);
    return blobName.isPresent() ? Optional.of(unpacked(blobName.get())) : row.text(column);
  }

  private String unpacked(String blobName) {
    byte[] content =
        blobs
            .apply(blobName)
            .orElseThrow(() ->
                Damage.of("there is no blob", "'" + blobName + "'", "restore it from a backup"));
    try {
      return LargeText.text(content);
    } catch (IOException e) {
      throw Damage.of(
          "the blob '" + blobName + "'",
          "cannot be unpacked (" + e.getMessage() + ")",
          "restore it from a backup");
    }
  }

  static boolean isEscaped(Row row, String column) {
    return row.text(LargeTexts.ESCAPED)
        .map(list -> Arrays.asList(list.split(",", -1)).contains(column))
        .orElse(false);
  }

  private static String unescaped(Row row, String column, String text) {
    try {
      return EscapedText.unescape(text);
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "the text of the column " + column + " has a broken escape");
    }
  }
}
