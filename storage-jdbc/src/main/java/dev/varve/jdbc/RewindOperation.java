package dev.varve.jdbc;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.Rewind;
import dev.varve.storage.RewindOutcome;
import dev.varve.storage.RewindOutcome.NoSuchInstance;
import dev.varve.storage.RewindOutcome.Refused;
import dev.varve.storage.RewindOutcome.Rewound;
import dev.varve.storage.TurnCommit.NewTimer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Puts a failed instance back to work. */
final class RewindOperation extends WriteOperation<RewindOutcome> {
  private static final String FIND =
      "SELECT i.instance, i.function, i.status, i.execution_id,"
          + " (SELECT max(h.sequence) FROM varve_history h WHERE h.instance = i.instance)"
          + " FROM varve_instance i WHERE i.hub=? AND i.id=?";

  private final JdbcHub hub;
  private final Rewind rewind;
  private final List<byte[]> turns;
  private final List<byte[]> activities;
  private boolean rewound;

  RewindOperation(JdbcHub hub, Rewind rewind) {
    this.hub = hub;
    this.rewind = rewind;
    this.turns = rewind.history().stream().map(Codec::encode).toList();
    this.activities = rewind.activities().stream().map(Codec::encode).toList();
  }

  /** It locks the row of an instance, which nobody owns, by searching. */
  @Override
  boolean alone(Dialect dialect) {
    return dialect.hasSeveralWriters();
  }

  @Override
  RewindOutcome apply(WriteBatch batch) throws SQLException {
    PreparedStatement select = batch.prepare(FIND + batch.dialect().forUpdate("i"));
    select.setLong(1, hub.key().hub());
    select.setString(2, rewind.instanceId());
    long instance;
    long function;
    boolean fits;
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return new NoSuchInstance();
      }
      instance = row.getLong(1);
      function = row.getLong(2);
      fits =
          row.getInt(3) == OrchestrationRuntimeStatus.FAILED.ordinal()
              && row.getString(4).equals(rewind.failed())
              && row.getLong(5) + 1 == rewind.history().getFirst().sequence();
    }
    if (!fits) {
      if (isDone(batch, instance)) {
        return new Rewound();
      }
      return new Refused(hub.instances().byId(batch.settled(), rewind.instanceId()).orElseThrow());
    }
    write(batch, instance, function);
    return new Rewound();
  }

  /** By a call before, whose answer was lost (G3). */
  private boolean isDone(WriteBatch batch, long instance) throws SQLException {
    HistoryTurn last = rewind.history().getLast();
    PreparedStatement select =
        batch.prepare(
            "SELECT 1 FROM varve_history WHERE instance=? AND sequence=? AND commit_id=?");
    select.setLong(1, instance);
    select.setLong(2, last.sequence());
    select.setLong(3, last.commitId());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private void write(WriteBatch batch, long instance, long function) throws SQLException {
    rewound = true;
    batch.changed(rewind.instanceId());
    batch.execute("DELETE FROM varve_history WHERE instance=?", instance);
    batch.execute(
        "UPDATE varve_instance SET status=?, execution_id=?, updated=?, completed=NULL, output=NULL,"
            + " failure=NULL WHERE instance=?",
        OrchestrationRuntimeStatus.RUNNING.ordinal(),
        rewind.executionId(),
        batch.now(),
        instance);
    for (int i = 0; i < turns.size(); i++) {
      HistoryTurn turn = rewind.history().get(i);
      StartOperation.insertTurn(
          batch,
          instance,
          turn.sequence(),
          Row.micros(turn.time()),
          turn.commitId(),
          turn.ran(),
          turns.get(i));
    }
    StartOperation.insertRun(batch, instance, function, null, batch.now());
    for (NewTimer timer : rewind.timers()) {
      Inbox.insertTimer(batch, instance, function, Row.micros(timer.fireAt()), timer.taskId());
    }
    for (int i = 0; i < activities.size(); i++) {
      TaskScheduled task = rewind.activities().get(i);
      CommitOperation.queueActivity(batch, hub.key(), instance, task, activities.get(i));
    }
    Inbox.move(batch, instance, function);
    Inbox.wake(batch, instance, function, batch.now());
    batch.count(function, OrchestrationRuntimeStatus.FAILED.ordinal(), false, -1);
    batch.count(function, OrchestrationRuntimeStatus.RUNNING.ordinal(), false, 1);
  }

  @Override
  void undo() {
    rewound = false;
  }

  @Override
  void committed() {
    if (rewound) {
      hub.wakeSessions();
    }
  }
}
