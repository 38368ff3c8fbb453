package dev.varve.azure.internal.format;

import dev.varve.VersionSet;
import dev.varve.azure.internal.table.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Version sets as rows. */
public final class VersionSetRows {
  private static final String KIND = "VersionSet";
  private static final String ORCHESTRATORS = "Orchestrators";
  private static final String ACTIVITIES = "Activities";

  private VersionSetRows() {}

  /** The row of a set. */
  public static RowDraft encode(VersionSet set, String rowKey, LargeTexts large) {
    RowDraft row = new RowDraft(rowKey, new HashMap<>());
    large.put(row, KIND, ORCHESTRATORS, text(set.orchestrators()));
    large.put(row, KIND, ACTIVITIES, text(set.activities()));
    return row;
  }

  private static String text(Map<String, Integer> versions) {
    Map<String, String> texts = new TreeMap<>();
    versions.forEach((base, version) -> texts.put(base, version.toString()));
    return Json.text(texts);
  }

  /**
   * The set of a row.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static VersionSet decode(String id, Row row, StoredTexts texts) {
    try {
      return new VersionSet(
          id, versions(texts.of(row, ORCHESTRATORS)), versions(texts.of(row, ACTIVITIES)));
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "its columns hold no versions");
    }
  }

  private static TreeMap<String, Integer> versions(String text) {
    TreeMap<String, Integer> versions = new TreeMap<>();
    Json.map(text).forEach((base, version) -> versions.put(base, Integer.valueOf(version)));
    return versions;
  }
}
