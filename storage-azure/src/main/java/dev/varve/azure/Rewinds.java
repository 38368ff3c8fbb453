package dev.varve.azure;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Rewind;
import dev.varve.storage.RewindOutcome;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit.StatusChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts failed instances back to work (G15), each on its strand. */
final class Rewinds {
  private static final int ATTEMPTS = 10;

  private final HubParts parts;
  private final ActivityQueue queue;

  Rewinds(HubParts parts, ActivityQueue queue) {
    this.parts = parts;
    this.queue = queue;
  }

  RewindOutcome rewind(Rewind rewind) {
    String id = rewind.instanceId();
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<Loaded> read = parts.reader().load(id);
      if (read.isEmpty()) {
        return new RewindOutcome.NoSuchInstance();
      }
      InstanceState state = read.get().state();
      if (parts.reader().hasRecorded(id, state, rewind.history().getLast())) {
        return new RewindOutcome.Rewound(); // it is repeated, or the echo of its own success
      }
      if (state.row.status() != OrchestrationRuntimeStatus.FAILED
          || !state.row.executionId().equals(rewind.failed())
          || state.sequence() + 1 != rewind.history().getFirst().sequence()) {
        return new RewindOutcome.Refused(state.row);
      }
      if (write(read.get(), rewind)) {
        return new RewindOutcome.Rewound();
      }
    }
    throw new StorageException(
        "instance '" + id + "' could not be rewound: its partition changes all the time",
        null,
        true);
  }

  private boolean write(Loaded loaded, Rewind rewind) {
    String id = rewind.instanceId();
    long now = parts.clock().now();
    HubTables tables = parts.tables();
    InstanceState old = loaded.state();
    HistoryTurn last = rewind.history().getLast();
    LargeTexts large = tables.large(id, last.commitId());
    PartitionWrite write = new PartitionWrite(tables, id, last.sequence());
    InstanceState state = goOn(old, rewind, now, large, write);
    List<InboxEntry> kept = new ArrayList<>();
    for (InboxEntry entry : loaded.inbox()) {
      if (entry.outlivesFailure()) {
        kept.add(entry);
      } else {
        write.remove(entry.key());
      }
    }
    rewind
        .timers()
        .forEach(timer -> {
          InboxMessage fired =
              new InboxMessage(parts.ids().next(), new TimerFired(timer.taskId(), timer.fireAt()));
          InboxEntry entry =
              new InboxEntry(
                  Micros.ceiling(timer.fireAt()), fired, Optional.of(rewind.executionId()));
          write.add(entry.row(large));
        });
    List<TaskEntry> queued = new ArrayList<>();
    rewind
        .activities()
        .forEach(task -> {
          TaskEntry entry =
              new TaskEntry(parts.ids().next(), rewind.executionId(), task, now, 0, 0, "");
          queued.add(entry);
          write.add(entry.row(large));
        });
    long firstDue = kept.isEmpty() ? Micros.NEVER : kept.getFirst().due();
    List<String> announced = parts.wakes().announce(state, firstDue, false, now);
    queue.announce(id, queued);
    LargeTexts rowTexts = tables.large(id, last.commitId());
    Map<String, Object> columns = Sentinel.encode(state, Micros.instant(now), rowTexts);
    tables.putBlobs(large);
    tables.putBlobs(rowTexts);
    Outcome outcome = write.apply(new Change.Replace(Keys.SENTINEL, columns, loaded.etag()));
    if (!outcome.applied()) {
      return false;
    }
    queue.ring(queued);
    parts.wakes().ring(announced);
    Behind.tidy(
        "sweeping history",
        () -> PartitionWrite.sweepHistory(tables, id, old.firstRow, old.nextRow));
    try {
      Behind.finish("the rewind of instance '" + id + "'", () -> parts.projection().repair(state));
    } finally {
      parts.notices().changed(old.row.status(), state);
    }
    return true;
  }

  private InstanceState goOn(
      InstanceState old, Rewind rewind, long now, LargeTexts large, PartitionWrite write) {
    InstanceState state = old.copy();
    state.changeStatus(
        new StatusChange(
            OrchestrationRuntimeStatus.RUNNING,
            old.row.customStatus(),
            Payload.NULL,
            Optional.empty()),
        now);
    state.changeExecution(rewind.executionId(), old.row.function(), old.row.versionSetId());
    if (rewind.history().getFirst().inputs().getFirst() instanceof ExecutionStarted started) {
      state.input = InstanceRows.input(started, large);
    }
    state.firstRow = old.nextRow;
    state.firstSequence = rewind.history().getFirst().sequence();
    for (HistoryTurn turn : rewind.history()) {
      HistoryRows.Encoded encoded =
          HistoryRows.encode(turn, rewind.instanceId(), rewind.executionId(), state.nextRow, large);
      encoded.rows().forEach(write::add);
      state.append(turn, encoded.nextRow());
    }
    state.giveUp(true, now);
    state.touch(now);
    write.atOnce(Starts.door(state.epoch));
    return state;
  }
}
