package dev.varve.history;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Instants as ISO text: readable in the store, any range. */
final class InstantText {
  private InstantText() {}

  static Instant parse(String text) {
    Instant instant = Instant.parse(text);
    if (!instant.toString().equals(text)) {
      throw new DateTimeParseException("not as Instant writes it", text, 0);
    }
    return instant;
  }
}
