package dev.varve.history;

import dev.varve.Names;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * A parser that knows where in the history it is, so that every refusal can say so. Messages of the
 * parser itself are never passed on: they may quote user data.
 */
final class HistoryReader {
  static final String DAMAGED =
      "the stored text is damaged or was written by a newer version: upgrade this worker, or"
          + " restore the row from a backup";

  private final String subject;
  private final JsonParser parser;
  private String list = "";
  private int index;

  HistoryReader(String subject, JsonParser parser) {
    this.subject = subject;
    this.parser = parser;
  }

  JsonParser parser() {
    return parser;
  }

  /** Notes that element {@code index} of a list is being read, for messages. */
  void at(String listName, int elementIndex) {
    this.list = listName;
    this.index = elementIndex;
  }

  void expect(JsonToken token, String what) {
    if (parser.nextToken() != token) {
      throw refused(what + " is not " + (token == JsonToken.START_OBJECT ? "an object" : "a list"));
    }
  }

  /** Demands that nothing follows. */
  void end() {
    if (parser.nextToken() != null) {
      throw refused("something follows the end");
    }
  }

  HistoryFormatException unknownField(String of) {
    String name = parser.currentName();
    return name == null
        ? refused("a field name of " + of + " is not readable")
        : refused("unknown field '" + shortened(name) + "' in " + of);
  }

  HistoryFormatException wrongType(String field, String expected) {
    return refused("field '" + shortened(field) + "' is not " + expected);
  }

  HistoryFormatException refused(String why) {
    return new HistoryFormatException(where(), why, DAMAGED);
  }

  HistoryFormatException newerFormat(int format) {
    return new HistoryFormatException(
        where(),
        "it has format " + format + ", this worker reads up to " + HistoryCodec.FORMAT,
        "upgrade this worker to the version that wrote it");
  }

  HistoryFormatException malformed(JacksonException cause) {
    String what =
        cause instanceof StreamConstraintsException
            ? "the JSON is nested too deeply or has a text that is too long"
            : "the JSON is malformed";
    return refused(what + " near byte " + parser.currentLocation().getByteOffset());
  }

  private String where() {
    return list.isEmpty() ? subject : subject + ", " + list + "[" + index + "]";
  }

  /** Names and types from the data, short enough for a message. */
  static String shortened(String text) {
    return Names.printable(text.length() <= 60 ? text : text.substring(0, 60) + "...");
  }
}
