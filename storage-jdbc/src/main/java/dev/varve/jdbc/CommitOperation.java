package dev.varve.jdbc;

import dev.varve.FunctionKind;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.NextExecution;
import dev.varve.storage.TurnCommit.StatusChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One turn. In the common case it reads nothing: the session knows what it owns, and the key of the
 * history row is the backstop.
 */
final class CommitOperation extends WriteOperation<CommitOutcome> {
  private final JdbcSession session;
  private final EncodedCommit encoded;
  private final TurnCommit commit;

  // Written by the writer's thread while the operation is applied.
  private @Nullable Owned before;
  private boolean wakes;
  private boolean setsTimers;
  private boolean statusChanged;
  private @Nullable InstanceRow ended;
  private final List<Child> children = new ArrayList<>(0);
  private final List<Message> dropped = new ArrayList<>(0);

  private record Child(JdbcSession owner, Owned owned) {}

  CommitOperation(JdbcSession session, EncodedCommit encoded) {
    this.session = session;
    this.encoded = encoded;
    this.commit = encoded.commit();
  }

  @Override
  void tell(Needs needs) {
    long hub = session.hub().key().hub();
    Owned owned = session.owned(commit.instanceId());
    if (owned != null && (changesMore(owned) || owned.crashes() > 0)) {
      needs.change(owned.instance());
    }
    encoded.messages().forEach(message -> needs.sendTo(hub, message.instanceId()));
    for (EncodedCommit.Child child : encoded.children()) {
      needs.lookUp(hub, child.start().instance().instanceId());
    }
  }

  /** Whether it changes what others go by when they send the instance something. */
  private boolean changesMore(Owned owned) {
    return commit.status().isPresent()
        || commit.next().isPresent()
        || owned.holds() != 0
        || owned.parked();
  }

  @Override
  CommitOutcome apply(WriteBatch batch) throws SQLException {
    Owned owned = session.owned(commit.instanceId());
    boolean alive = session.isAlive(batch);
    if (!alive || owned == null || !followsOn(owned)) {
      return isRecorded(batch) ? committed(batch) : fenced(alive, owned);
    }
    before = owned;
    if (changesMore(owned)) {
      batch.changed(owned.id());
    }
    write(batch, owned);
    return committed(batch);
  }

  private boolean followsOn(Owned owned) {
    long expected = owned.lastSequence() + 1;
    return commit.executionId().map(owned.executionId()::equals).orElse(true)
        && commit.turn().sequence() == expected
        && (commit.next().isEmpty() || commit.next().get().turn().sequence() == expected + 1);
  }

  private Fenced fenced(boolean alive, @Nullable Owned owned) {
    if (!alive) {
      return new Fenced("session " + session.id() + " is over");
    }
    String instance = "instance '" + commit.instanceId() + "'";
    return owned == null
        ? new Fenced("session " + session.id() + " does not own " + instance)
        : new Fenced(
            "turn "
                + commit.turn().sequence()
                + " does not follow turn "
                + owned.lastSequence()
                + " of "
                + instance);
  }

  /** Whether this very turn is in history, or what followed it as a new execution (G3). */
  private boolean isRecorded(WriteBatch batch) throws SQLException {
    PreparedStatement select =
        batch.prepare(
            "SELECT h.commit_id FROM varve_history h JOIN varve_instance i ON i.instance = h.instance"
                + " WHERE i.hub=? AND i.id=? AND h.sequence IN (?, ?)"
                + " ORDER BY h.sequence LIMIT 1");
    HistoryTurn turn = commit.turn();
    select.setLong(1, session.hub().key().hub());
    select.setString(2, commit.instanceId());
    select.setLong(3, turn.sequence());
    select.setLong(4, commit.next().isPresent() ? turn.sequence() + 1 : turn.sequence());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getLong(1) == turn.commitId();
    }
  }

  private Committed committed(WriteBatch batch) {
    return new Committed(Row.time(batch.now()), dropped);
  }

  private void write(WriteBatch batch, Owned owned) throws SQLException {
    consume(batch, owned);
    Owned now = owned;
    if (commit.next().isEmpty()) {
      HistoryTurn turn = commit.turn();
      StartOperation.insertTurn(
          batch,
          owned.instance(),
          turn.sequence(),
          Row.micros(turn.time()),
          turn.commitId(),
          turn.ran(),
          encoded.turn());
    }
    if (commit.turn().ran() && (now.parked() || Holds.hasFailedBuilds(now.holds()))) {
      now = Parks.unpark(batch, now);
    }
    boolean finished = isFinished();
    if (finished) {
      finish(batch, now);
    } else {
      now = goOn(batch, now);
    }
    startChildren(batch);
    sendMessages(batch);
    if (finished) {
      session.disown(owned);
    } else {
      keep(batch, now);
    }
  }

  private void sendMessages(WriteBatch batch) throws SQLException {
    for (int i = 0; i < encoded.messages().size(); i++) {
      SendOutcome outcome = Inbox.put(batch, session.hub().key(), encoded.messages().get(i));
      if (outcome != SendOutcome.ACCEPTED) {
        dropped.add(commit.messages().get(i));
      }
      wakes = true;
    }
  }

  private boolean isFinished() {
    return commit.status().isPresent() && commit.status().get().status().isFinished();
  }

  private void consume(WriteBatch batch, Owned owned) throws SQLException {
    for (long message : commit.consumed()) {
      batch.add(Write.DELETE_MESSAGE, message, owned.instance());
    }
    for (int timer : commit.canceledTimers()) {
      batch.add(Write.DELETE_TIMER, owned.instance(), timer);
    }
    for (int task : commit.canceledActivities()) {
      batch.add(Write.DELETE_TASK, owned.instance(), task);
    }
    if (owned.crashes() > 0) {
      batch.add(Write.CLEAR_CRASHES, 0, owned.instance());
    }
  }

  private void finish(WriteBatch batch, Owned owned) throws SQLException {
    StatusChange change = commit.status().orElseThrow();
    RowValues update = batch.row(Write.FINISH_INSTANCE);
    update.number(1, change.status().ordinal());
    update.number(2, batch.now());
    update.number(3, batch.now());
    update.text(4, text(change.customStatus()));
    update.text(5, text(change.output()));
    update.bytes(6, encoded.failure());
    update.number(7, owned.instance());
    batch.add(Write.FINISH_INSTANCE);
    if (change.status() == OrchestrationRuntimeStatus.FAILED) {
      Inbox.keepEvents(batch, owned.instance());
    } else {
      batch.add(Write.DELETE_MESSAGES_OF, owned.instance());
    }
    if (owned.hasQueueRows()) {
      batch.add(Write.DELETE_ACTIVITIES_OF, owned.instance());
    }
    if (Holds.hasFailedBuilds(owned.holds())) {
      batch.add(Write.DELETE_FAILED_BUILDS_OF, owned.instance());
    }
    batch.add(Write.DELETE_RUN, owned.instance());
    recount(batch, owned, owned.function(), change.status(), false);
    ended = owned.ended(change, batch.now(), commit.turn().sequence());
  }

  private Owned goOn(WriteBatch batch, Owned owned) throws SQLException {
    Owned now = owned;
    OrchestrationRuntimeStatus status = owned.status();
    if (commit.status().isPresent()) {
      status = commit.status().get().status();
      changeStatus(batch, owned, commit.status().get());
    }
    int holds = owned.holds() & ~Holds.SUSPENDED;
    if (commit.resumes() && Holds.hasFailedBuilds(holds)) {
      batch.execute("DELETE FROM varve_failed_build WHERE instance=?", owned.instance());
      holds = 0;
    }
    if (status == OrchestrationRuntimeStatus.SUSPENDED) {
      holds |= Holds.SUSPENDED;
    }
    now = now.after(commit.turn().sequence(), status, holds, !commit.activities().isEmpty());
    long newFunction = owned.function();
    if (commit.next().isPresent()) {
      now = continueAsNew(batch, now, commit.next().get());
      newFunction = now.function();
    } else {
      setTimers(batch, now);
      queueActivities(batch, now);
    }
    recount(batch, owned, newFunction, status, owned.parked());
    if (now.holds() != owned.holds() || newFunction != owned.function()) {
      batch.execute(
          "UPDATE varve_run SET holds=?, function=? WHERE instance=?",
          now.holds(),
          now.function(),
          now.instance());
      Inbox.move(batch, now.instance(), now.lane());
    }
    return now;
  }

  private void changeStatus(WriteBatch batch, Owned owned, StatusChange change)
      throws SQLException {
    RowValues update = batch.row(Write.UPDATE_STATUS);
    update.number(1, change.status().ordinal());
    update.number(2, batch.now());
    update.text(3, text(change.customStatus()));
    update.number(4, owned.instance());
    batch.add(Write.UPDATE_STATUS);
  }

  private void recount(
      WriteBatch batch,
      Owned owned,
      long function,
      OrchestrationRuntimeStatus status,
      boolean parked) {
    statusChanged = owned.status() != status;
    if (statusChanged || function != owned.function() || parked != owned.parked()) {
      batch.count(owned.function(), owned.status().ordinal(), owned.parked(), -1);
      batch.count(function, status.ordinal(), parked, 1);
    }
  }

  private Owned continueAsNew(WriteBatch batch, Owned owned, NextExecution next)
      throws SQLException {
    long key = owned.instance();
    HistoryTurn turn = next.turn();
    long function =
        batch.functionId(session.hub().key().hub(), FunctionKind.ORCHESTRATOR, next.function());
    batch.execute("DELETE FROM varve_history WHERE instance=?", key);
    batch.execute("DELETE FROM varve_message WHERE instance=? AND kind IN (1, 2)", key);
    batch.execute("DELETE FROM varve_activity WHERE instance=?", key);
    batch.execute(
        "UPDATE varve_instance SET function=?, execution_id=?, version_set=?, updated=?"
            + " WHERE instance=?",
        function,
        next.started().executionId(),
        next.started().versionSetId(),
        batch.now(),
        key);
    StartOperation.insertTurn(
        batch,
        key,
        turn.sequence(),
        Row.micros(turn.time()),
        turn.commitId(),
        turn.ran(),
        Objects.requireNonNull(encoded.next()));
    return owned.continued(
        next.function(), function, next.started().executionId(), turn.sequence());
  }

  private void setTimers(WriteBatch batch, Owned owned) throws SQLException {
    for (NewTimer timer : commit.timers()) {
      Inbox.insertTimer(
          batch, owned.instance(), owned.lane(), Row.micros(timer.fireAt()), timer.taskId());
      setsTimers = true;
    }
  }

  private void queueActivities(WriteBatch batch, Owned owned) throws SQLException {
    for (int i = 0; i < commit.activities().size(); i++) {
      TaskScheduled task = commit.activities().get(i);
      byte[] event = encoded.activities().get(i);
      queueActivity(batch, session.hub().key(), owned.instance(), task, event);
      wakes = true;
    }
  }

  static void queueActivity(
      WriteBatch batch, HubKey hub, long instance, TaskScheduled task, byte[] event)
      throws SQLException {
    long lane = batch.functionId(hub.hub(), FunctionKind.ACTIVITY, task.function());
    RowValues insert = batch.row(Write.INSERT_ACTIVITY);
    insert.number(1, batch.newId());
    insert.number(2, instance);
    insert.number(3, lane);
    insert.number(4, task.taskId());
    insert.number(5, 0);
    insert.bytes(6, event);
    batch.add(Write.INSERT_ACTIVITY);
  }

  private void startChildren(WriteBatch batch) throws SQLException {
    for (EncodedCommit.Child child : encoded.children()) {
      String id = child.start().instance().instanceId();
      if (batch.find(session.hub().key().hub(), id) == null) {
        startChild(batch, child.start());
      } else if (child.ifTaken().isPresent()) {
        Inbox.put(batch, session.hub().key(), child.ifTaken().get());
      }
      wakes = true;
    }
  }

  /** A claim by a session that is over is left out. */
  private void startChild(WriteBatch batch, EncodedStart start) throws SQLException {
    JdbcSession owner = null;
    if (start.instance().owner().isPresent()) {
      long id = start.instance().owner().getAsLong();
      owner = batch.isAlive(id) ? session.hub().localSession(id) : null;
    }
    Owned child = StartOperation.insert(batch, session.hub().key(), start, owner);
    if (owner != null) {
      owner.own(child);
      children.add(new Child(owner, child));
    }
  }

  private void keep(WriteBatch batch, Owned now) throws SQLException {
    boolean givenUp = commit.next().isPresent() && !session.serves(now.name());
    if (givenUp) {
      batch.execute("UPDATE varve_run SET session=NULL WHERE instance=?", now.instance());
      Inbox.wake(batch, now.instance(), now.lane(), batch.now());
      session.disown(now);
      wakes = true;
    } else {
      session.own(now);
    }
  }

  private static @Nullable String text(Payload payload) {
    return payload.isNull() ? null : payload.json();
  }

  @Override
  void undo() {
    children.forEach(child -> child.owner().disown(child.owned()));
    children.clear();
    dropped.clear();
    if (before != null) {
      session.own(before);
      before = null;
    }
    wakes = false;
    setsTimers = false;
    statusChanged = false;
    ended = null;
  }

  @Override
  void committed() {
    if (before == null) {
      return;
    }
    if (!commit.consumed().isEmpty()) {
      session.forget(before, commit.consumed());
    }
    if (statusChanged) {
      session
          .hub()
          .changed(
              new InstanceChange(
                  commit.instanceId(),
                  commit.status().orElseThrow().status(),
                  Optional.ofNullable(ended)));
    }
    children.forEach(child ->
        session.hub().changed(new InstanceChange(child.owned().id(), child.owned().status())));
    if (wakes) {
      session.hub().wakeSessions();
    } else if (setsTimers) {
      session.hub().wakeSessionsHere();
    }
  }
}
