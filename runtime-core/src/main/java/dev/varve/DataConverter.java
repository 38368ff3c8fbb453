package dev.varve;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns user values into JSON and back. Thread-safe. Converts only to the type a caller declares;
 * never to a type named in the data.
 */
public interface DataConverter {
  /**
   * The value as JSON; {@link Payload#NULL} for null.
   *
   * @throws DataConversionException if it cannot be written; names the type
   */
  Payload toPayload(@Nullable Object value);

  /**
   * The payload as a value of the type; null for the JSON value {@code null} and for {@code Void}.
   *
   * @throws DataConversionException if it does not fit; names the type and the field
   */
  @Nullable Object fromPayload(Payload payload, Type type);
}
