package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.SendOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Writes rows of {@code message}, which are their own entries in the due index. */
final class Inbox {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();
  private static final String TARGET =
      "SELECT i.instance, i.execution_id, i.status, r.function, r.holds, r.not_before"
          + " FROM instance i LEFT JOIN run r ON r.instance = i.instance"
          + " WHERE i.hub=? AND i.id=?";

  /** Before everything that waits: results that a release gives back. */
  static final long FIRST = -1;

  private Inbox() {}

  /** Puts a message into the inbox of its instance, if that is there and has not ended (G13). */
  static SendOutcome put(WriteBatch batch, HubKey hub, EncodedMessage message) throws SQLException {
    PreparedStatement target = batch.prepareAfterStructure(TARGET);
    target.setLong(1, hub.hub());
    target.setString(2, message.instanceId());
    try (ResultSet row = target.executeQuery()) {
      if (!row.next()) {
        return SendOutcome.NO_SUCH_INSTANCE;
      }
      if (STATUSES[row.getInt(3)].isFinished()) {
        return SendOutcome.FINISHED;
      }
      String execution = row.getString(2);
      if (!message.executionId().map(execution::equals).orElse(true)) {
        return SendOutcome.NO_SUCH_INSTANCE;
      }
      boolean management = message.kind() == MessageKind.MANAGEMENT;
      long lane = management ? hub.managementLane() : Holds.lane(row.getLong(4), row.getInt(5));
      long due = management ? batch.now() : Math.max(batch.now(), row.getLong(6));
      insert(batch, row.getLong(1), lane, due, message.kind(), message.event());
      return SendOutcome.ACCEPTED;
    }
  }

  static void insert(
      WriteBatch batch,
      long instance,
      long lane,
      long due,
      MessageKind kind,
      byte @Nullable [] event)
      throws SQLException {
    PreparedStatement insert = bind(batch, instance, lane, due, kind);
    insert.setNull(6, Types.BIGINT);
    Row.bindBytes(insert, 7, event);
    batch.add(Write.INSERT_MESSAGE, insert);
  }

  static void insertTimer(WriteBatch batch, long instance, long lane, long due, int task)
      throws SQLException {
    PreparedStatement insert = bind(batch, instance, lane, due, MessageKind.TIMER);
    insert.setInt(6, task);
    insert.setNull(7, Types.VARBINARY);
    batch.add(Write.INSERT_MESSAGE, insert);
  }

  /** Makes an instance claimable from a time on. */
  static void wake(WriteBatch batch, long instance, long lane, long due) throws SQLException {
    insert(batch, instance, lane, due, MessageKind.WAKE, null);
  }

  /** Makes an instance claimable now, or when the delay of its start is over. */
  static void wakeWhenStarted(WriteBatch batch, long instance, long lane) throws SQLException {
    batch.execute(
        "INSERT INTO message (message, instance, lane, due, kind)"
            + " SELECT ?, r.instance, ?, CASE WHEN r.not_before > ? THEN r.not_before ELSE ? END, 0"
            + " FROM run r WHERE r.instance=?",
        batch.newId(),
        lane,
        batch.now(),
        batch.now(),
        instance);
  }

  /** Moves everything that waits, management apart, into another lane. */
  static void move(WriteBatch batch, long instance, long lane) throws SQLException {
    batch.execute("UPDATE message SET lane=? WHERE instance=? AND kind<>4", lane, instance);
  }

  private static PreparedStatement bind(
      WriteBatch batch, long instance, long lane, long due, MessageKind kind) throws SQLException {
    PreparedStatement insert = batch.statement(Write.INSERT_MESSAGE);
    insert.setLong(1, batch.newId());
    insert.setLong(2, instance);
    insert.setLong(3, lane);
    insert.setLong(4, due);
    insert.setInt(5, kind.ordinal());
    return insert;
  }
}
