package dev.varve.versioning.bump;

import java.util.List;

/** Entries of a configuration file, and where they stand in its text. */
interface ConfigurationText {
  /**
   * An entry.
   *
   * @param group entries of one group have different keys
   * @param whole key and value, without what separates it from the next entry
   * @param keyAt the key as it is written, without quotes
   * @param value the value as it is written, with quotes
   */
  record Entry(int group, String key, Span whole, Span keyAt, Span value) {}

  /** All entries at all depths, an outer one before those inside it. */
  List<Entry> entries();

  /** Writes a text as another entry behind one. */
  void insertBehind(Entry entry, String text, Edits edits);

  /** Adds an entry of the outermost group, where current versions stand. */
  void append(String key, int value, Edits edits);

  /** Whether an entry belongs to the outermost group. */
  boolean isOutermost(Entry entry);

  static ConfigurationText of(SourceFile file) {
    return switch (ConfigurationKind.of(file.path())) {
      case PROPERTIES -> new PropertiesText(file);
      case JSON -> new JsonText(file);
      case OTHER -> new PlainText();
    };
  }

  /** A file whose keys are not known has none. */
  final class PlainText implements ConfigurationText {
    @Override
    public List<Entry> entries() {
      return List.of();
    }

    @Override
    public void insertBehind(Entry entry, String text, Edits edits) {
      throw new IllegalStateException("there are no entries");
    }

    @Override
    public void append(String key, int value, Edits edits) {
      throw new IllegalStateException("there are no entries");
    }

    @Override
    public boolean isOutermost(Entry entry) {
      return false;
    }
  }
}
