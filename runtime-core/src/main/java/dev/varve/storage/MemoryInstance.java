package dev.varve.storage;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One instance with all it owns. Mutable and guarded by the hub's lock; identity is equality.
 *
 * <p>Fields are open to the classes beside this one, which each change their own: {@link
 * MemoryCommits} the row and history, {@link MemoryDispatch} the ownership and the place in a
 * queue.
 */
final class MemoryInstance {
  final String id;
  final long startCommitId;
  final PageKey pageKey;
  final Optional<Instant> scheduledStart;
  final Map<String, String> tags;
  final Optional<String> parentId;
  final MemoryInbox inbox = new MemoryInbox();

  /** Queued activities that nobody has completed, by task id. */
  final Map<Integer, MemoryActivity> activities = new HashMap<>();

  // The row.
  FunctionName function;
  String executionId;
  String versionSetId;
  OrchestrationRuntimeStatus status;
  Payload customStatus = Payload.NULL;
  Payload output = Payload.NULL;
  @Nullable FailureDetails failure;
  long lastUpdatedAt;
  long completedAt;
  private final List<HistoryTurn> history = new ArrayList<>(4);

  // Who may run it, and when.
  @Nullable MemorySession owner;
  int crashes;

  /** Builds that failed on it since it last ran; empty when it is not parked. */
  Set<String> failedBuilds = Set.of();

  /** Those of them that could not reach a function: they may look again when one is served anew. */
  Set<String> unresolvedBuilds = Set.of();

  @Nullable ParkRecord park;

  /** No worker runs it before this time, whatever arrives: the delay of its start. */
  long notBefore;

  /** Since when it is claimable with an empty inbox, or {@link MemoryInbox#NEVER}. */
  long dueSince = MemoryInbox.NEVER;

  /** What {@link MemorySessions#servedGeneration} was when it was claimed. */
  long claimedGeneration;

  // The place in a queue; written by WakeQueue only.
  @Nullable WakeQueue queue;
  long wakeAt = MemoryInbox.NEVER;
  long wakeOrder;

  MemoryInstance(NewInstance start, long now) {
    ExecutionStarted started = start.started();
    id = start.instanceId();
    startCommitId = start.commitId();
    pageKey = new PageKey(now, id);
    lastUpdatedAt = now;
    scheduledStart = Optional.ofNullable(started.scheduledStart());
    tags = started.tags();
    parentId =
        started.parent() == null ? Optional.empty() : Optional.of(started.parent().instanceId());
    function = started.function();
    executionId = started.executionId();
    versionSetId = started.versionSetId();
    status = OrchestrationRuntimeStatus.PENDING;
    notBefore = MemoryClock.ceiling(start.due());
    history.add(
        new HistoryTurn(1, start.at(), start.commitId(), false, List.of(started), List.of()));
  }

  HistoryTurn lastTurn() {
    return history.getLast();
  }

  void append(HistoryTurn turn) {
    history.add(turn);
  }

  void replaceHistory(List<HistoryTurn> turns) {
    history.clear();
    history.addAll(turns);
  }

  /** Up to so many turns behind a sequence. */
  List<HistoryTurn> turns(long afterSequence, int maxTurns) {
    long behind = afterSequence + 1 - history.getFirst().sequence();
    int from = (int) Math.max(0, Math.min(history.size(), behind));
    int to = (int) Math.min(history.size(), (long) from + maxTurns);
    return List.copyOf(history.subList(from, to));
  }

  int historySize() {
    return history.size();
  }

  /** Whether this very turn is in the history, or what followed it as a new execution (G3). */
  boolean hasRecorded(HistoryTurn turn) {
    long index = turn.sequence() - history.getFirst().sequence();
    if (index >= 0 && index < history.size()) {
      return history.get((int) index).commitId() == turn.commitId();
    }
    return index == -1 && history.getFirst().commitId() == turn.commitId();
  }

  boolean isHeld() {
    return status == OrchestrationRuntimeStatus.SUSPENDED;
  }

  InstanceRow row(String hub) {
    return new InstanceRow(
        hub,
        id,
        executionId,
        function,
        status,
        Optional.ofNullable(park),
        MemoryClock.instant(pageKey.createdAt()),
        MemoryClock.instant(lastUpdatedAt),
        status.isFinished() ? Optional.of(MemoryClock.instant(completedAt)) : Optional.empty(),
        scheduledStart,
        customStatus,
        output,
        Optional.ofNullable(failure),
        tags,
        parentId,
        versionSetId,
        lastTurn().sequence());
  }

  /** An empty set in order of completion. */
  static TreeSet<MemoryInstance> byCompletion() {
    return new TreeSet<>((a, b) -> {
      int byTime = Long.compare(a.completedAt, b.completedAt);
      return byTime != 0 ? byTime : a.id.compareTo(b.id);
    });
  }
}
