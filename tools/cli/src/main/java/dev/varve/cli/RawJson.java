package dev.varve.cli;

import dev.varve.DataConverter;
import dev.varve.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values as the JSON they are: the command line knows no types. */
final class RawJson implements DataConverter {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * One JSON value, as it was given.
   *
   * @throws WrongUsageException if it is none
   */
  static String require(String what, String json) {
    try {
      if (STRICT.readTree(json).isMissingNode()) {
        throw new WrongUsageException(what + " is empty; give one JSON value, such as \"paid\"");
      }
      return json.strip();
    } catch (JacksonException e) {
      throw new WrongUsageException(
          what
              + " is not one JSON value ("
              + e.getOriginalMessage()
              + "); a text needs quotes in JSON, and the shell takes one pair away: '\"paid\"'",
          e);
    }
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
