package dev.varve.versioning;

import dev.varve.CurrentVersions.Snapshot;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Reads {@code .properties} files as Java does, and refuses the duplicates that Java drops. */
final class PropertiesVersions {
  private PropertiesVersions() {}

  static Snapshot read(String file, String text) {
    EntryReader reader = new EntryReader(file);
    try {
      new Listening(reader).load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      reader.refuse("it has a broken \\u escape; write names in plain letters");
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be read", e);
    }
    return reader.snapshot();
  }

  /** Sees every pair in the order of the file; a map would keep only the last of a name. */
  private static final class Listening extends Properties {
    private final transient EntryReader reader;

    Listening(EntryReader reader) {
      this.reader = reader;
    }

    @Override
    public synchronized Object put(Object name, Object version) {
      if (containsKey(name)) {
        reader.refuse("'" + EntryReader.shown((String) name) + "' is there twice; keep one");
      } else {
        reader.addNamed((String) name, ((String) version).strip());
      }
      return super.put(name, version);
    }
  }
}
