package dev.varve.azure.internal.table;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was read.
 *
 * @param etag names this state of the row; every write changes it
 * @param columns the values by name, without the keys: {@code String}, {@code Integer}, {@code
 *     Long}, {@code Double}, {@code Boolean}, {@code Instant} or {@code byte[]}; also {@link
 *     #TIMESTAMP}
 */
public record Row(String partition, String key, String etag, Map<String, Object> columns) {
  /** When the service wrote the row, by its own clock. */
  public static final String TIMESTAMP = "Timestamp";

  /** The columns are copied. */
  public Row {
    columns = Map.copyOf(columns);
  }

  /** A text, or nothing if the row has no such column. */
  public Optional<String> text(String column) {
    return Optional.ofNullable(value(column, String.class));
  }

  /** A whole number of 32 or 64 bits. */
  public Optional<Long> number(String column) {
    return Optional.ofNullable(value(column, Number.class))
        .map(number -> {
          if (number instanceof Double) {
            throw wrong(column, number, "a whole number");
          }
          return number.longValue();
        });
  }

  /** A truth value; false if the row has no such column. */
  public boolean flag(String column) {
    return Boolean.TRUE.equals(value(column, Boolean.class));
  }

  /** A time, in the 100 nanoseconds that the service keeps. */
  public Optional<Instant> time(String column) {
    return Optional.ofNullable(value(column, Instant.class));
  }

  /** Bytes. */
  public Optional<byte[]> bytes(String column) {
    return Optional.ofNullable(value(column, byte[].class));
  }

  private <T> @Nullable T value(String column, Class<T> type) {
    Object value = columns.get(column);
    if (value != null && !type.isInstance(value)) {
      throw wrong(column, value, "a " + type.getSimpleName());
    }
    return type.cast(value);
  }

  private IllegalStateException wrong(String column, Object value, String expected) {
    return new IllegalStateException(
        "column %s of row (%s, %s) is %s of type %s instead of %s; something else wrote it"
            .formatted(column, partition, key, value, value.getClass().getSimpleName(), expected));
  }
}
