package dev.varve.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A statement that writes many rows, told once for every database: as one that is executed row by
 * row, and as one that takes all rows at once, an array for each column.
 *
 * @param values columns that are written, bound first
 * @param keys columns that choose the row, bound behind them
 * @param fixed what else it sets or asks for, without parameters; may be empty
 */
record WriteForm(Kind kind, String table, List<Column> values, List<Column> keys, String fixed) {
  private enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  static WriteForm insert(String table, Column... values) {
    return new WriteForm(Kind.INSERT, table, List.of(values), List.of(), "");
  }

  static WriteForm update(String table, List<Column> values, Column key) {
    return new WriteForm(Kind.UPDATE, table, values, List.of(key), "");
  }

  static WriteForm delete(String table, Column... keys) {
    return new WriteForm(Kind.DELETE, table, List.of(), List.of(keys), "");
  }

  /**
   * The same with a clause more: of an insert what follows the rows, of an update further
   * assignments, of a delete a further condition.
   */
  WriteForm with(String clause) {
    return new WriteForm(kind, table, values, keys, clause);
  }

  /** All columns in the order in which they are bound. */
  List<Column> bound() {
    List<Column> columns = new ArrayList<>(values);
    columns.addAll(keys);
    return columns;
  }

  /** The statement for one row. */
  String forOneRow() {
    return switch (kind) {
      case INSERT ->
          insertInto()
              + " VALUES ("
              + values.stream().map(v -> "?").collect(commas())
              + ")"
              + tail();
      case UPDATE ->
          "UPDATE "
              + table
              + " SET "
              + values.stream().map(v -> v.name() + "=?").collect(commas())
              + (fixed.isEmpty() ? "" : ", " + fixed)
              + " WHERE "
              + matching("?");
      case DELETE ->
          "DELETE FROM "
              + table
              + " WHERE "
              + matching("?")
              + (fixed.isEmpty() ? "" : " AND " + fixed);
    };
  }

  /**
   * The statement for all rows.
   *
   * @param arrays a parameter for each column, in order, as the database writes an array
   */
  String forManyRows(List<String> arrays) {
    String rows = "unnest(" + String.join(", ", arrays) + ")";
    String names =
        " AS u(" + IntStream.range(0, arrays.size()).mapToObj(i -> "c" + i).collect(commas()) + ")";
    return switch (kind) {
      case INSERT -> insertInto() + " SELECT * FROM " + rows + names + tail();
      case UPDATE ->
          "UPDATE "
              + table
              + " SET "
              + IntStream.range(0, values.size())
                  .mapToObj(i -> values.get(i).name() + "=u.c" + i)
                  .collect(commas())
              + (fixed.isEmpty() ? "" : ", " + fixed)
              + " FROM "
              + rows
              + names
              + " WHERE "
              + joined();
      case DELETE ->
          "DELETE FROM "
              + table
              + " USING "
              + rows
              + names
              + " WHERE "
              + joined()
              + (fixed.isEmpty() ? "" : " AND " + table + "." + fixed);
    };
  }

  private String insertInto() {
    return "INSERT INTO "
        + table
        + " ("
        + values.stream().map(Column::name).collect(commas())
        + ")";
  }

  private String tail() {
    return fixed.isEmpty() ? "" : " " + fixed;
  }

  private String matching(String parameter) {
    return keys.stream().map(k -> k.name() + "=" + parameter).collect(Collectors.joining(" AND "));
  }

  /**
   * Equal, told as two bounds. With "=" a planner may read the whole table in the order of its key
   * and look for each row among the new ones, and does so if the table was small when it planned.
   * Bounds leave it the index only.
   */
  private String joined() {
    return IntStream.range(0, keys.size())
        .mapToObj(i -> {
          String key = table + "." + keys.get(i).name();
          String value = "u.c" + (values.size() + i);
          return key + " >= " + value + " AND " + key + " <= " + value;
        })
        .collect(Collectors.joining(" AND "));
  }

  private static Collector<CharSequence, ?, String> commas() {
    return Collectors.joining(", ");
  }

  static List<Column> list(Column... columns) {
    return Arrays.asList(columns);
  }
}
