package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * Points in time in columns of type DateTime. Such a column holds the years 1601 to 9999 in steps of
 * 100 nanoseconds. Tools read the nearest that it can hold; what it cannot, stands beside it.
 */
final class Dates {
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999900Z");
  private static final String EXACT = "Varve";

  private Dates() {}

  static void put(Map<String, Object> columns, String column, Instant time) {
    Instant held = held(time);
    columns.put(column, OffsetDateTime.ofInstant(held, ZoneOffset.UTC));
    if (!held.equals(time)) {
      columns.put(EXACT + column, time.toString());
    }
  }

  private static Instant held(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time.minusNanos(time.getNano() % 100);
  }

  static Optional<Instant> find(Row row, String column) {
    if (row.columns().get(EXACT + column) instanceof String exact) {
      return Optional.of(Instant.parse(exact));
    }
    return switch (row.columns().get(column)) {
      case OffsetDateTime time -> Optional.of(time.toInstant());
      case null, default -> Optional.empty();
    };
  }

  static Instant of(Row row, String column) {
    return find(row, column)
        .orElseThrow(() -> Damage.in(row, "the column " + column + " is missing"));
  }
}
