package dev.varve.azure;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.OutboxEntry;
import dev.varve.azure.internal.format.OutboxRows;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.ChildStart;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.NextExecution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one commit makes of an owned instance, before and as it is written. */
final class TurnDraft {
  final InstanceState state;
  final List<Loaded.Outgoing> outgoing = new ArrayList<>();
  final List<TaskEntry> queued = new ArrayList<>();

  /** Activities that the session runs itself. */
  final List<TaskEntry> kept = new ArrayList<>();

  /** Activities that nobody has to run any more. */
  final List<TaskEntry> voided = new ArrayList<>();

  private final HubParts parts;
  private final Owned owned;
  private final TurnCommit commit;
  private final long now;
  private final PartitionWrite write;
  private final LargeTexts turnTexts;
  private final LargeTexts nextTexts;
  private final List<InboxEntry> taken = new ArrayList<>();
  private final List<InboxEntry> set = new ArrayList<>();

  TurnDraft(HubParts parts, Owned owned, TurnCommit commit) {
    this.parts = parts;
    this.owned = owned;
    this.commit = commit;
    this.now = parts.clock().now();
    this.state = owned.state.copy();
    HistoryTurn last = commit.next().map(NextExecution::turn).orElse(commit.turn());
    this.write = new PartitionWrite(parts.tables(), owned.id, last.sequence());
    this.turnTexts = parts.tables().large(owned.id, commit.turn().commitId());
    this.nextTexts = parts.tables().large(owned.id, commit.turn().commitId());
    draft();
  }

  private void draft() {
    state.crashes = 0;
    commit.consumed().forEach(id -> take(owned.mailbox.find(id)));
    commit.canceledTimers().forEach(id -> take(owned.mailbox.timer(id)));
    commit.canceledActivities().forEach(this::cancel);
    append(commit.turn(), turnTexts);
    if (commit.resumes()) {
      state.forgetFailedBuilds();
    }
    changeRow();
    if (state.isFinished()) {
      finish();
    } else if (commit.next().isPresent()) {
      if (!owned.session.runs(state)) {
        state.giveUp(true, now);
      }
    } else {
      commit.timers().forEach(this::set);
      commit.activities().forEach(this::queue);
    }
    commit.children().forEach(this::startChild);
    commit.messages().forEach(message -> send(new OutboxEntry.Mail(message)));
    if (!isStillOwned()) {
      write.atOnce(new Change.Delete(Keys.door(owned.state.epoch), Change.ANY));
      if (!state.isFinished()) {
        write.atOnce(Starts.door(state.epoch));
      }
    }
  }

  boolean isStillOwned() {
    return state.owner != 0;
  }

  private void take(@Nullable InboxEntry entry) {
    if (entry != null && !taken.contains(entry)) {
      taken.add(entry);
      write.remove(entry.key());
    }
  }

  private void cancel(int taskId) {
    TaskEntry task = owned.tasks.get(taskId);
    if (task != null && !voided.contains(task)) {
      voided.add(task);
      write.remove(task.key());
    }
  }

  private void append(HistoryTurn turn, LargeTexts texts) {
    HistoryRows.Encoded encoded =
        HistoryRows.encode(turn, owned.id, state.row.executionId(), state.nextRow, texts);
    encoded.rows().forEach(write::add);
    state.append(turn, encoded.nextRow());
  }

  private void changeRow() {
    HistoryTurn turn = commit.turn();
    boolean unparks = turn.ran() && state.isParked();
    if (!unparks && commit.status().isEmpty() && commit.next().isEmpty()) {
      return;
    }
    commit.status().ifPresent(change -> state.changeStatus(change, now));
    if (state.isParked() && (unparks || state.isFinished())) {
      state.unpark();
    }
    commit.next().ifPresent(this::changeExecution);
    state.touch(now);
  }

  /** Timers, activities and answers of the execution so far go; all other messages stay. */
  private void changeExecution(NextExecution next) {
    String execution = next.started().executionId();
    state.changeExecution(execution, next.function(), next.started().versionSetId());
    state.input = InstanceRows.input(next.started(), nextTexts);
    state.firstRow = state.nextRow;
    state.firstSequence = next.turn().sequence();
    append(next.turn(), nextTexts);
    for (InboxEntry entry : owned.mailbox.all()) {
      if (entry.executionId().isPresent() && !entry.executionId().get().equals(execution)) {
        drop(entry);
      }
    }
    voidAll();
  }

  private void finish() {
    state.changeOwner(0);
    boolean failed = state.row.status() == OrchestrationRuntimeStatus.FAILED;
    for (InboxEntry entry : owned.mailbox.all()) {
      if (!failed || !entry.outlivesFailure()) {
        drop(entry);
      }
    }
    voidAll();
  }

  private void drop(InboxEntry entry) {
    if (!taken.contains(entry)) {
      taken.add(entry);
      write.sweep(entry.key());
    }
  }

  private void voidAll() {
    for (TaskEntry task : owned.tasks.values()) {
      if (!voided.contains(task)) {
        voided.add(task);
        write.sweep(task.key());
      }
    }
  }

  private void set(NewTimer timer) {
    take(owned.mailbox.timer(timer.taskId()));
    InboxMessage message =
        new InboxMessage(parts.ids().next(), new TimerFired(timer.taskId(), timer.fireAt()));
    InboxEntry entry =
        new InboxEntry(
            Micros.ceiling(timer.fireAt()), message, Optional.of(state.row.executionId()));
    set.add(entry);
    write.add(entry.row(turnTexts));
  }

  private void queue(TaskScheduled task) {
    long id = parts.ids().next();
    boolean own = owned.session.keeps(task.function());
    TaskEntry entry =
        new TaskEntry(
            id, state.row.executionId(), task, now, own ? owned.session.id() : 0, own ? 1 : 0, "");
    (own ? kept : queued).add(entry);
    write.add(entry.row(turnTexts));
  }

  private void startChild(ChildStart child) {
    send(new OutboxEntry.Child(child));
  }

  private void send(OutboxEntry entry) {
    String key = Keys.outbox(commit.turn().sequence(), commit.turn().commitId(), outgoing.size());
    outgoing.add(new Loaded.Outgoing(key, entry));
    write.add(OutboxRows.encode(entry, key, turnTexts));
  }

  /** Writes it; all that is written ahead of it is harmless without it. */
  Outcome apply() {
    HubTables tables = parts.tables();
    LargeTexts rowTexts = tables.large(owned.id, commit.turn().commitId());
    Map<String, Object> columns = Sentinel.encode(state, Micros.instant(now), rowTexts);
    tables.putBlobs(turnTexts);
    tables.putBlobs(nextTexts);
    tables.putBlobs(rowTexts);
    return write.apply(new Change.Replace(Keys.SENTINEL, columns, owned.etag));
  }

  /** When the first message is due that the next owner finds. */
  long firstDue() {
    return owned.mailbox.all().stream()
        .filter(entry -> !taken.contains(entry))
        .mapToLong(InboxEntry::due)
        .min()
        .orElse(Micros.NEVER);
  }

  /** It was written: the owner knows it from now on. */
  void accept(String etag) {
    owned.state = state;
    owned.etag = etag;
    taken.forEach(owned.mailbox::remove);
    set.forEach(owned.mailbox::add);
    voided.forEach(task -> owned.tasks.remove(task.task().taskId()));
    queued.forEach(owned::put);
    kept.forEach(owned::put);
    for (TaskEntry task : kept) {
      owned.session.keep(owned.id, task, write.etag(task.key()));
    }
    owned.session.setAlarm(owned);
  }

  long now() {
    return now;
  }
}
