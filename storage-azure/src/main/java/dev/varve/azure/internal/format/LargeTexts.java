package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The texts of one write: short ones go into their columns, longer ones into blobs, to which the
 * columns then point. A text that occurs twice in a write is one blob. Confined to one thread.
 *
 * <p>The blobs must be written before the rows. The same write, done again, has the same names.
 */
public final class LargeTexts {
  /** What is longer goes into a blob: 60 KB of UTF-16. */
  static final int LONGEST_COLUMN = 60 * 1024 / 2;

  static final String BLOB_NAME = "BlobName";

  /** The columns whose text holds what no column can, in an escaped form. */
  static final String ESCAPED = "VarveEscaped";

  /** No escaped id is like this. */
  private static final String HUB_FOLDER = "^hub/";

  private final String folder;
  private final String writeMark;
  private final UnaryOperator<String> url;
  private final Map<String, String> names = new HashMap<>();
  private final List<LargeText> blobs = new ArrayList<>();

  /**
   * @param instanceId whose texts they are
   * @param writeId names the write; another write of the same rows has another
   * @param url the address of the blob with this name
   */
  public LargeTexts(String instanceId, long writeId, UnaryOperator<String> url) {
    this(writeId, folder(instanceId), url);
  }

  private LargeTexts(long writeId, String folder, UnaryOperator<String> url) {
    this.folder = folder;
    this.writeMark = String.format(Locale.ROOT, "%08X", Long.hashCode(writeId));
    this.url = url;
  }

  /** The texts of a write that belongs to no instance but to the hub. */
  public static LargeTexts ofHub(long writeId, UnaryOperator<String> url) {
    return new LargeTexts(writeId, HUB_FOLDER, url);
  }

  /** What the names of all blobs of an instance begin with. */
  public static String folder(String instanceId) {
    return KeySanitation.escape(instanceId) + "/";
  }

  /** The blobs to be written so far. */
  public List<LargeText> blobs() {
    return List.copyOf(blobs);
  }

  /**
   * Puts a text into a column, or the name of its blob into the column beside it.
   *
   * @param kind what the row is, a part of the blob's name
   */
  public void put(RowDraft row, String kind, String column, String text) {
    String stored = text;
    if (EscapedText.isNeeded(text)) {
      stored = EscapedText.escape(text);
      row.columns().merge(ESCAPED, column, (known, added) -> known + "," + added);
    }
    if (stored.length() <= LONGEST_COLUMN) {
      row.columns().put(column, stored);
    } else {
      row.columns().put(column + BLOB_NAME, blob(row.key(), kind, column, stored));
    }
  }

  /** The same, and the column holds the address of the blob if there is one. */
  void putWithAddress(RowDraft row, String kind, String column, String text) {
    put(row, kind, column, text);
    if (row.columns().get(column + BLOB_NAME) instanceof String name) {
      row.columns().put(column, url.apply(name));
    }
  }

  private String blob(String rowKey, String kind, String column, String text) {
    @Nullable String known = names.get(text);
    if (known != null) {
      return known;
    }
    String name =
        folder + "history-" + rowKey + "-" + kind + "-" + writeMark + "-" + column + ".json.gz";
    names.put(text, name);
    blobs.add(new LargeText(name, text));
    return name;
  }

  /** The names of the blobs that a row points to. */
  public static List<String> blobNames(Row row) {
    List<String> names = new ArrayList<>();
    row.columns()
        .forEach((column, value) -> {
          if (column.endsWith(BLOB_NAME) && value instanceof String name && !name.isEmpty()) {
            names.add(name);
          }
        });
    return names;
  }
}
