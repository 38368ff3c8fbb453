package dev.varve.jdbc;

import dev.varve.storage.InboxMessage;
import dev.varve.storage.SendOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of {@code message}, which are their own entries in the due index. */
final class Inbox {
  /** Before everything that waits: results that a release gives back. */
  static final long FIRST = -1;

  /** Where no session looks: the events of instances that failed. */
  private static final long NOWHERE = 0;

  /** What waits for one instance, bare wake-ups and timers apart. */
  static final String OF_INSTANCE =
      "SELECT message, event FROM varve_message WHERE instance=? AND kind>1"
          + " ORDER BY due, message LIMIT ?";

  private Inbox() {}

  static List<InboxMessage> read(Statements connection, long instance, int max)
      throws SQLException {
    PreparedStatement select = connection.prepare(OF_INSTANCE);
    select.setLong(1, instance);
    select.setInt(2, max);
    List<InboxMessage> messages = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        messages.add(new InboxMessage(row.getLong(1), Codec.input(row.getBytes(2))));
      }
    }
    return messages;
  }

  /** Puts a message into the inbox of its instance, if that is there and has not ended (G13). */
  static SendOutcome put(WriteBatch batch, HubKey hub, EncodedMessage message) throws SQLException {
    Known target = batch.find(hub.hub(), message.instanceId());
    if (target == null) {
      return SendOutcome.NO_SUCH_INSTANCE;
    }
    if (target.status().isFinished()) {
      return SendOutcome.FINISHED;
    }
    if (!message.message().isFor(target.executionId())) {
      return SendOutcome.NO_SUCH_INSTANCE;
    }
    boolean management = message.kind() == MessageKind.MANAGEMENT;
    long lane = management ? hub.managementLane() : Holds.lane(target.function(), target.holds());
    long due = management ? batch.now() : Math.max(batch.now(), target.notBefore());
    insert(batch, target.instance(), lane, due, message.kind(), message.event());
    return SendOutcome.ACCEPTED;
  }

  static void insert(
      WriteBatch batch,
      long instance,
      long lane,
      long due,
      MessageKind kind,
      byte @Nullable [] event)
      throws SQLException {
    RowValues insert = bind(batch, instance, lane, due, kind);
    insert.none(6);
    insert.bytes(7, event);
    batch.add(Write.INSERT_MESSAGE);
  }

  static void insertTimer(WriteBatch batch, long instance, long lane, long due, int task)
      throws SQLException {
    RowValues insert = bind(batch, instance, lane, due, MessageKind.TIMER);
    insert.number(6, task);
    insert.bytes(7, null);
    batch.add(Write.INSERT_MESSAGE);
  }

  /** Makes an instance claimable from a time on. */
  static void wake(WriteBatch batch, long instance, long lane, long due) throws SQLException {
    insert(batch, instance, lane, due, MessageKind.WAKE, null);
  }

  /** Makes an instance claimable now, or when the delay of its start is over. */
  static void wakeWhenStarted(WriteBatch batch, long instance, long lane) throws SQLException {
    batch.execute(
        "INSERT INTO varve_message (message, instance, lane, due, kind)"
            + " SELECT ?, r.instance, ?, CASE WHEN r.not_before > ? THEN r.not_before ELSE ? END, 0"
            + " FROM varve_run r WHERE r.instance=?",
        batch.newId(),
        lane,
        batch.now(),
        batch.now(),
        instance);
  }

  /** Moves everything that waits, management apart, into another lane. */
  static void move(WriteBatch batch, long instance, long lane) throws SQLException {
    batch.execute("UPDATE varve_message SET lane=? WHERE instance=? AND kind<>4", lane, instance);
  }

  /** The instance has failed: events stay, out of the way, should it be rewound. */
  static void keepEvents(WriteBatch batch, long instance) throws SQLException {
    batch.execute("DELETE FROM varve_message WHERE instance=? AND kind<>3", instance);
    batch.execute("UPDATE varve_message SET lane=? WHERE instance=?", NOWHERE, instance);
  }

  private static RowValues bind(
      WriteBatch batch, long instance, long lane, long due, MessageKind kind) throws SQLException {
    RowValues insert = batch.row(Write.INSERT_MESSAGE);
    insert.number(1, batch.newId());
    insert.number(2, instance);
    insert.number(3, lane);
    insert.number(4, due);
    insert.number(5, kind.ordinal());
    return insert;
  }
}
