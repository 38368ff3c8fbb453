package dev.varve.jdbc;

import dev.varve.ExistingInstancePolicy.Action;
import dev.varve.FunctionKind;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts instances, each on its own. */
final class StartOperation extends WriteOperation<List<StartOutcome>> {
  private static final OrchestrationRuntimeStatus[] STATUSES = OrchestrationRuntimeStatus.values();
  private static final String EXISTING =
      "SELECT instance, status, start_commit FROM instance WHERE hub=? AND id=?";

  private final JdbcHub hub;
  private final List<EncodedStart> starts;
  private final List<Owned> claimed = new ArrayList<>();
  private final List<JdbcSession> owners = new ArrayList<>();
  private boolean claimable;

  StartOperation(JdbcHub hub, List<EncodedStart> starts) {
    this.hub = hub;
    this.starts = starts;
  }

  @Override
  List<StartOutcome> apply(WriteBatch batch) throws SQLException {
    List<StartOutcome> outcomes = new ArrayList<>(starts.size());
    for (EncodedStart start : starts) {
      outcomes.add(start(batch, start));
    }
    return outcomes;
  }

  private StartOutcome start(WriteBatch batch, EncodedStart start) throws SQLException {
    NewInstance instance = start.instance();
    JdbcSession owner = null;
    boolean fenced = false;
    if (instance.owner().isPresent()) {
      owner = hub.localSession(instance.owner().getAsLong());
      fenced = owner == null || !owner.isAlive(batch);
    }
    StartOutcome refusal = existing(batch, instance, fenced);
    if (refusal != null) {
      return refusal;
    }
    Owned owned = insert(batch, hub.key(), start, owner);
    if (owner == null) {
      claimable = true;
    } else {
      owner.own(owned);
      claimed.add(owned);
      owners.add(owner);
    }
    return new StartOutcome.Started();
  }

  /** What stands in the way, if anything; a finished instance that is to be replaced is removed. */
  private @Nullable StartOutcome existing(WriteBatch batch, NewInstance instance, boolean fenced)
      throws SQLException {
    long existing;
    OrchestrationRuntimeStatus status;
    PreparedStatement select = batch.prepareUnlessNew(EXISTING, instance.instanceId());
    select.setLong(1, hub.key().hub());
    select.setString(2, instance.instanceId());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return fenced ? new StartOutcome.Fenced() : null;
      }
      existing = row.getLong(1);
      status = STATUSES[row.getInt(2)];
      if (row.getLong(3) == instance.commitId()) {
        return new StartOutcome.Started();
      }
    }
    if (fenced) {
      return new StartOutcome.Fenced();
    }
    Action action = instance.existing().actionFor(status);
    return switch (action) {
      case REFUSE -> new StartOutcome.Refused(row(batch, instance.instanceId()));
      case KEEP -> new StartOutcome.Kept(row(batch, instance.instanceId()));
      case REPLACE -> {
        Purge.remove(batch, existing);
        yield null;
      }
    };
  }

  private InstanceRow row(WriteBatch batch, String id) throws SQLException {
    return hub.instances().byId(batch.settled(), id).orElseThrow();
  }

  /** Writes a new instance, which the owner claims at once if there is one. */
  static Owned insert(WriteBatch batch, HubKey hub, EncodedStart start, @Nullable JdbcSession owner)
      throws SQLException {
    NewInstance instance = start.instance();
    ExecutionStarted started = instance.started();
    long key = batch.newId();
    long function = batch.functionId(hub.hub(), FunctionKind.ORCHESTRATOR, started.function());
    OrchestrationRuntimeStatus status =
        owner == null ? OrchestrationRuntimeStatus.PENDING : OrchestrationRuntimeStatus.RUNNING;
    insertInstance(batch, hub, instance, key, function, status);
    insertTags(batch, hub, started.tags(), key);
    long due = Math.max(batch.now(), Row.micros(instance.due()));
    insertRun(batch, key, function, owner, owner == null ? due : batch.now());
    insertTurn(batch, key, 1, Row.micros(instance.at()), instance.commitId(), false, start.turn());
    batch.count(function, status.ordinal(), false, 1);
    if (owner == null) {
      Inbox.wake(batch, key, function, due);
    }
    return new Owned(
        key,
        instance.instanceId(),
        started.executionId(),
        started.function(),
        function,
        0,
        status,
        false,
        0,
        1,
        false,
        new HashSet<>());
  }

  private static void insertInstance(
      WriteBatch batch,
      HubKey hub,
      NewInstance instance,
      long key,
      long function,
      OrchestrationRuntimeStatus status)
      throws SQLException {
    ExecutionStarted started = instance.started();
    PreparedStatement insert = batch.statement(Write.INSERT_INSTANCE);
    insert.setLong(1, key);
    insert.setLong(2, hub.hub());
    insert.setString(3, instance.instanceId());
    insert.setString(4, started.executionId());
    insert.setLong(5, function);
    insert.setInt(6, status.ordinal());
    insert.setLong(7, batch.now());
    insert.setLong(8, batch.now());
    Row.bindTime(insert, 9, started.scheduledStart());
    insert.setLong(10, instance.commitId());
    insert.setString(11, started.versionSetId());
    Row.bindText(insert, 12, started.parent() == null ? null : started.parent().instanceId());
    Row.bindText(insert, 13, started.tags().isEmpty() ? null : TextList.writeMap(started.tags()));
    batch.add(Write.INSERT_INSTANCE, insert);
    batch.inserted(instance.instanceId());
  }

  static void insertTags(WriteBatch batch, HubKey hub, Map<String, String> tags, long key)
      throws SQLException {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      PreparedStatement insert = batch.statement(Write.INSERT_TAG);
      insert.setLong(1, hub.hub());
      insert.setString(2, tag.getKey());
      insert.setString(3, tag.getValue());
      insert.setLong(4, key);
      batch.add(Write.INSERT_TAG, insert);
    }
  }

  private static void insertRun(
      WriteBatch batch, long key, long function, @Nullable JdbcSession owner, long notBefore)
      throws SQLException {
    PreparedStatement insert = batch.statement(Write.INSERT_RUN);
    insert.setLong(1, key);
    insert.setLong(2, function);
    if (owner == null) {
      insert.setNull(3, Types.BIGINT);
    } else {
      insert.setLong(3, owner.id());
    }
    insert.setLong(4, notBefore);
    batch.add(Write.INSERT_RUN, insert);
  }

  static void insertTurn(
      WriteBatch batch, long key, long sequence, long time, long commitId, boolean ran, byte[] turn)
      throws SQLException {
    PreparedStatement insert = batch.statement(Write.INSERT_HISTORY);
    insert.setLong(1, key);
    insert.setLong(2, sequence);
    insert.setLong(3, time);
    insert.setLong(4, commitId);
    insert.setInt(5, ran ? 1 : 0);
    insert.setBytes(6, turn);
    batch.add(Write.INSERT_HISTORY, insert);
  }

  @Override
  void undo() {
    for (int i = 0; i < claimed.size(); i++) {
      owners.get(i).disown(claimed.get(i));
    }
    claimed.clear();
    owners.clear();
    claimable = false;
  }

  @Override
  void committed() {
    if (claimable) {
      hub.wakeSessions();
    }
    claimed.forEach(owned -> hub.changed(owned.id(), owned.status()));
  }
}
