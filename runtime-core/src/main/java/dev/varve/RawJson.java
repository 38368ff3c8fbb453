package dev.varve;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Values as the JSON they are, for programs that know no types: a command line, an HTTP API. Gives
 * and takes JSON text as {@link String}, whatever type is asked for. Thread-safe.
 */
public final class RawJson implements DataConverter {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxStringLength(64 * 1024 * 1024)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  /**
   * One JSON value, as it was given, without blanks around it. Nests at most 200 deep, numbers have
   * at most 1,000 digits.
   *
   * @param what names it, for the message
   * @throws IllegalArgumentException if it is none; the message leaves the text out
   */
  public static String require(String what, String json) {
    if (json.isBlank()) {
      throw new IllegalArgumentException(what + " is empty; give one JSON value, such as \"paid\"");
    }
    try {
      check(json);
      return json.strip();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          what
              + " is not one JSON value ("
              + where(e)
              + "); a text needs quotes in JSON, such as \"paid\"",
          e);
    }
  }

  /** Whether a text is one JSON value that {@link #require} takes. */
  public static boolean isValid(String json) {
    try {
      check(json);
      return !json.isBlank();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static void check(String json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      int depth = 0;
      int values = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructEnd()) {
          depth--;
          continue;
        }
        values += depth == 0 ? 1 : 0;
        depth += token.isStructStart() ? 1 : 0;
        if (values > 1) {
          throw new StreamReadException(parser, "more than one value");
        }
      }
    }
  }

  /** What Jackson says may hold a part of the text. */
  private static String where(JacksonException e) {
    var location = e.getLocation();
    return location == null
        ? "it is malformed"
        : "see line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  @Override
  public Payload toPayload(@Nullable Object value) {
    return value == null ? Payload.NULL : new Payload((String) value);
  }

  @Override
  public String fromPayload(Payload payload, Type type) {
    return payload.json();
  }
}
