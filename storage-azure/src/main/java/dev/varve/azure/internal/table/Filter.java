package dev.varve.azure.internal.table;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which rows to read. Values are escaped here and nowhere else.
 *
 * @param text in the query language of the service; empty for all rows
 */
public record Filter(String text) {
  /** The partition's column. */
  public static final String PARTITION = "PartitionKey";

  /** The key's column. */
  public static final String KEY = "RowKey";

  /** How a column compares with a value. Rows without the column do not fit. */
  public enum Comparison {
    EQUAL("eq"),
    NOT_EQUAL("ne"),
    LESS("lt"),
    AT_MOST("le"),
    GREATER("gt"),
    AT_LEAST("ge");

    private final String operator;

    Comparison(String operator) {
      this.operator = operator;
    }
  }

  /** Every row. */
  public static Filter all() {
    return new Filter("");
  }

  /**
   * Rows whose column compares so with a value.
   *
   * @param value a {@code String}, {@code Integer}, {@code Long}, {@code Boolean} or {@code
   *     Instant}
   */
  public static Filter where(String column, Comparison comparison, Object value) {
    return new Filter(column + " " + comparison.operator + " " + literal(value));
  }

  /** Rows of a range of partitions. */
  public static Filter partitions(String fromInclusive, String toExclusive) {
    return where(PARTITION, Comparison.AT_LEAST, fromInclusive)
        .and(where(PARTITION, Comparison.LESS, toExclusive));
  }

  /** Rows that fit all of these; every row if there are none. */
  public static Filter allOf(List<Filter> filters) {
    return joined(filters, " and ");
  }

  /**
   * Rows that fit one of these.
   *
   * @param filters at least one
   */
  public static Filter anyOf(List<Filter> filters) {
    if (filters.isEmpty()) {
      throw new IllegalArgumentException("anyOf needs a filter; none would mean no row");
    }
    return filters.contains(all()) ? all() : joined(filters, " or ");
  }

  /** Rows that fit both. */
  public Filter and(Filter other) {
    return allOf(List.of(this, other));
  }

  private static Filter joined(List<Filter> filters, String word) {
    List<Filter> some = filters.stream().filter(filter -> !filter.text().isEmpty()).toList();
    return some.size() == 1
        ? some.getFirst()
        : new Filter(
            some.stream()
                .map(filter -> "(" + filter.text() + ")")
                .collect(Collectors.joining(word)));
  }

  private static String literal(Object value) {
    return switch (value) {
      case String text -> "'" + text.replace("'", "''") + "'";
      case Integer number -> number.toString();
      case Long number -> number + "L";
      case Boolean flag -> flag.toString();
      case Instant time -> "datetime'" + Entities.TIME.format(time) + "'";
      default ->
          throw new IllegalArgumentException(
              "a filter cannot compare with a " + value.getClass().getSimpleName());
    };
  }
}
