package dev.varve.versioning.bump;

import java.nio.file.Path;

/**
 * A file that is made or gets another text.
 *
 * @param origin the file before, or for a new one the file that it is a copy of
 */
record Change(Path path, SourceFile origin, String text) {
  boolean isNew() {
    return !path.equals(origin.path());
  }

  byte[] bytes() {
    return origin.encoded(text);
  }

  /** The file as it will be. */
  SourceFile result() {
    return origin.with(path, text);
  }

  String before() {
    return isNew() ? "" : origin.text();
  }
}
