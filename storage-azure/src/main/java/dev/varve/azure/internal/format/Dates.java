package dev.varve.azure.internal.format;

import dev.varve.azure.internal.table.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Points in time in columns of type DateTime. Such a column holds the years 1601 to 9999 in steps
 * of 100 nanoseconds. Tools read the nearest that it can hold; what it cannot, stands beside it.
 */
final class Dates {
  private static final Instant FIRST = Instant.parse("1601-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999900Z");
  private static final String EXACT = "Varve";

  private Dates() {}

  /** Puts a time so that it comes back as it was. */
  static void put(Map<String, Object> columns, String column, Instant time) {
    show(columns, column, time);
    if (!held(time).equals(time)) {
      columns.put(exact(column), time.toString());
    }
  }

  /** Puts a time for tools only. */
  static void show(Map<String, Object> columns, String column, Instant time) {
    columns.put(column, held(time));
  }

  /** The column beside, for what a column of a type DateTime cannot hold. */
  static String exact(String column) {
    return EXACT + column;
  }

  private static Instant held(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) ? LAST : time.minusNanos(time.getNano() % 100);
  }

  static Optional<Instant> find(Row row, String column) {
    return row.text(exact(column)).map(Instant::parse).or(() -> row.time(column));
  }

  static Instant of(Row row, String column) {
    return find(row, column)
        .orElseThrow(() -> Damage.in(row, "the column " + column + " is missing"));
  }
}
