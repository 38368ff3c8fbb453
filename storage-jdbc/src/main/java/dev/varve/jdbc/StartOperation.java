package dev.varve.jdbc;

import dev.varve.ExistingInstancePolicy.Action;
import dev.varve.FunctionKind;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.ParentInstance;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts instances, each on its own. */
final class StartOperation extends WriteOperation<List<StartOutcome>> {
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
  void tell(Needs needs) {
    starts.forEach(start -> needs.lookUp(hub.key().hub(), start.instance().instanceId()));
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
    Known existing = batch.find(hub.key().hub(), instance.instanceId());
    if (existing != null && existing.startCommit() == instance.commitId()) {
      return new StartOutcome.Started();
    }
    if (fenced) {
      return new StartOutcome.Fenced();
    }
    if (existing == null) {
      return null;
    }
    Action action = instance.existing().actionFor(existing.status());
    return switch (action) {
      case REFUSE -> new StartOutcome.Refused(row(batch, instance.instanceId()));
      case KEEP -> new StartOutcome.Kept(row(batch, instance.instanceId()));
      case REPLACE -> {
        if (!Purge.remove(batch, existing.instance())) {
          yield new StartOutcome.Refused(row(batch, instance.instanceId()));
        }
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
        batch.now(),
        owner == null ? null : row(batch, hub, instance, status),
        new HashSet<>());
  }

  private static InstanceRow row(
      WriteBatch batch, HubKey hub, NewInstance instance, OrchestrationRuntimeStatus status) {
    ExecutionStarted started = instance.started();
    Instant scheduled = started.scheduledStart();
    return new InstanceRow(
        hub.name(),
        instance.instanceId(),
        started.executionId(),
        started.function(),
        status,
        Optional.empty(),
        Row.time(batch.now()),
        Row.time(batch.now()),
        Optional.empty(),
        Optional.ofNullable(scheduled).map(at -> Row.time(Row.micros(at))),
        Payload.NULL,
        Payload.NULL,
        Optional.empty(),
        started.tags(),
        Optional.ofNullable(started.parent()).map(ParentInstance::instanceId),
        started.versionSetId(),
        1);
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
    RowValues insert = batch.row(Write.INSERT_INSTANCE);
    insert.number(1, key);
    insert.number(2, hub.hub());
    insert.text(3, instance.instanceId());
    insert.text(4, started.executionId());
    insert.number(5, function);
    insert.number(6, status.ordinal());
    insert.number(7, batch.now());
    insert.number(8, batch.now());
    Instant scheduled = started.scheduledStart();
    insert.number(9, scheduled == null ? null : Row.micros(scheduled));
    insert.number(10, instance.commitId());
    insert.text(11, started.versionSetId());
    insert.text(12, started.parent() == null ? null : started.parent().instanceId());
    insert.text(13, started.tags().isEmpty() ? null : TextList.writeMap(started.tags()));
    batch.add(Write.INSERT_INSTANCE);
    batch.changed(instance.instanceId());
  }

  static void insertTags(WriteBatch batch, HubKey hub, Map<String, String> tags, long key)
      throws SQLException {
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      RowValues insert = batch.row(Write.INSERT_TAG);
      insert.number(1, hub.hub());
      insert.text(2, tag.getKey());
      insert.text(3, tag.getValue());
      insert.number(4, key);
      batch.add(Write.INSERT_TAG);
    }
  }

  static void insertRun(
      WriteBatch batch, long key, long function, @Nullable JdbcSession owner, long notBefore)
      throws SQLException {
    RowValues insert = batch.row(Write.INSERT_RUN);
    insert.number(1, key);
    insert.number(2, function);
    insert.number(3, owner == null ? null : Long.valueOf(owner.id()));
    insert.number(4, 0);
    insert.number(5, 0);
    insert.number(6, notBefore);
    batch.add(Write.INSERT_RUN);
  }

  static void insertTurn(
      WriteBatch batch, long key, long sequence, long time, long commitId, boolean ran, byte[] turn)
      throws SQLException {
    RowValues insert = batch.row(Write.INSERT_HISTORY);
    insert.number(1, key);
    insert.number(2, sequence);
    insert.number(3, time);
    insert.number(4, commitId);
    insert.number(5, ran ? 1 : 0);
    insert.bytes(6, turn);
    batch.add(Write.INSERT_HISTORY);
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
    claimed.forEach(owned -> hub.changed(new InstanceChange(owned.id(), owned.status())));
  }
}
