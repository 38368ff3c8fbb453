package dev.varve.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The values of one row, bound by position from 1 on; every position must be bound. */
interface RowValues {
  void number(int index, long value) throws SQLException;

  /** Binds a text, or nothing for null. */
  void text(int index, @Nullable String value) throws SQLException;

  /** Binds bytes, or nothing for null. */
  void bytes(int index, byte @Nullable [] value) throws SQLException;

  /** Leaves the column of a number empty. */
  void none(int index) throws SQLException;

  /** Binds a number, or nothing for null. */
  default void number(int index, @Nullable Long value) throws SQLException {
    if (value == null) {
      none(index);
    } else {
      number(index, value.longValue());
    }
  }
}
