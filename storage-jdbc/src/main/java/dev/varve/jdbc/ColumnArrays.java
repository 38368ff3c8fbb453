package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are sent together, an array for each column. */
final class ColumnArrays implements RowValues {
  private final List<Values> columns;
  private int rows;

  /** The values of one column; the last belongs to the row that is being bound. */
  private static final class Values {
    private final Column column;
    private final List<@Nullable Object> values = new ArrayList<>();

    Values(Column column) {
      this.column = column;
    }

    Object[] array() {
      return switch (column.type()) {
        case NUMBER -> values.toArray(new Long[0]);
        case SMALL_NUMBER -> values.toArray(new Integer[0]);
        case TEXT -> values.toArray(new String[0]);
        case BYTES -> values.toArray(new byte[0][]);
      };
    }
  }

  ColumnArrays(List<Column> columns) {
    this.columns = columns.stream().map(Values::new).toList();
  }

  @Override
  public void number(int index, long value) {
    Values column = columns.get(index - 1);
    column.values.add(
        column.column.type() == Column.Type.SMALL_NUMBER
            ? (Object) Math.toIntExact(value)
            : (Object) value);
  }

  @Override
  public void text(int index, @Nullable String value) {
    columns.get(index - 1).values.add(value);
  }

  @Override
  public void bytes(int index, byte @Nullable [] value) {
    columns.get(index - 1).values.add(value);
  }

  @Override
  public void none(int index) {
    columns.get(index - 1).values.add(null);
  }

  /** The row that was bound is complete. */
  void next() {
    rows++;
  }

  int rows() {
    return rows;
  }

  /**
   * Binds the arrays behind what is bound already.
   *
   * @return the index of the last parameter that is bound now
   */
  int bind(PreparedStatement statement, int index) throws SQLException {
    int last = index;
    for (Values column : columns) {
      last++;
      statement.setArray(
          last,
          statement
              .getConnection()
              .createArrayOf(PostgresBatch.type(column.column), column.array()));
    }
    return last;
  }

  void clear() {
    rows = 0;
    columns.forEach(column -> column.values.clear());
  }
}
