package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How values lie in columns: times as microseconds since the epoch, enumerations by number. */
final class Row {
  private static final long MICROS = 1_000_000L;

  private Row() {}

  /** Rounds up, so that nothing is due early; times out of range are as late as can be. */
  static long micros(Instant time) {
    try {
      long whole = Math.multiplyExact(time.getEpochSecond(), MICROS);
      return Math.addExact(whole, (time.getNano() + 999) / 1_000);
    } catch (ArithmeticException e) {
      return time.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  static Instant time(long micros) {
    try {
      return Instant.ofEpochSecond(
          Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000L);
    } catch (DateTimeException e) {
      return micros > 0 ? Instant.MAX : Instant.MIN;
    }
  }

  static void bindTime(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    if (time == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, micros(time));
    }
  }

  static void bindText(PreparedStatement statement, int index, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(index, Types.VARCHAR);
    } else {
      statement.setString(index, text);
    }
  }

  static void bindBytes(PreparedStatement statement, int index, byte @Nullable [] bytes)
      throws SQLException {
    if (bytes == null) {
      statement.setNull(index, Types.VARBINARY);
    } else {
      statement.setBytes(index, bytes);
    }
  }
}
