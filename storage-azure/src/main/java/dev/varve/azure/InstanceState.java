package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.TurnCommit.StatusChange;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the sentinel of an instance says: its status row, where its history lies, who owns it and
 * when it may run. Whoever changes it works on a {@linkplain #copy copy}, which takes the place of
 * the state once the write is made. Fields are open to the classes beside this one.
 */
final class InstanceState {
  // The row.
  InstanceRow row;

  /** The columns that tools show as its input. */
  Map<String, Object> input = Map.of();

  /** The row as columns, as it was written last. */
  Map<String, Object> columns = Map.of();

  /** Which {@link #revision} these columns are of. */
  long columnsRevision;

  /** Counts the changes of the row that the Instances table is told of. */
  long revision;

  // The history.
  long startCommitId;
  long firstSequence;
  long lastCommitId;
  boolean lastTurnRan;
  long firstRow;
  long nextRow;

  // Who may run it, and when.

  /** The session that owns it, or 0. */
  long owner;

  /** Counts the changes of ownership: what was decided by an older one is refused. */
  long epoch;

  int crashes;

  /** Builds that failed on it since it last ran; empty when it is not parked. */
  Set<String> failedBuilds = Set.of();

  /** Those of them that could not reach a function: they may look again when one is served anew. */
  Set<String> unresolvedBuilds = Set.of();

  /** No worker runs it before this time, whatever arrives: the delay of its start. */
  long notBefore;

  /** Since when it is claimable with an empty inbox, or {@link Micros#NEVER}. */
  long dueSince = Micros.NEVER;

  InstanceState(InstanceRow row) {
    this.row = row;
  }

  /** An instance as its start makes it. */
  static InstanceState started(
      String hub, NewInstance start, long owner, long epoch, long now, Map<String, Object> input) {
    ExecutionStarted started = start.started();
    Instant time = Micros.instant(now);
    InstanceRow row =
        new InstanceRow(
            hub,
            start.instanceId(),
            started.executionId(),
            started.function(),
            owner == 0 ? OrchestrationRuntimeStatus.PENDING : OrchestrationRuntimeStatus.RUNNING,
            Optional.empty(),
            time,
            time,
            Optional.empty(),
            Optional.ofNullable(started.scheduledStart()),
            Payload.NULL,
            Payload.NULL,
            Optional.empty(),
            started.tags(),
            Optional.ofNullable(started.parent()).map(parent -> parent.instanceId()),
            started.versionSetId(),
            1);
    InstanceState state = new InstanceState(row);
    state.input = input;
    state.revision = 1;
    state.startCommitId = start.commitId();
    state.firstSequence = 1;
    state.lastCommitId = start.commitId();
    state.owner = owner;
    state.epoch = epoch;
    state.notBefore = Micros.ceiling(start.due());
    state.dueSince = owner == 0 ? Micros.FIRST : Micros.NEVER;
    return state;
  }

  InstanceState copy() {
    InstanceState copy = new InstanceState(row);
    copy.input = input;
    copy.columns = columns;
    copy.columnsRevision = columnsRevision;
    copy.revision = revision;
    copy.startCommitId = startCommitId;
    copy.firstSequence = firstSequence;
    copy.lastCommitId = lastCommitId;
    copy.lastTurnRan = lastTurnRan;
    copy.firstRow = firstRow;
    copy.nextRow = nextRow;
    copy.owner = owner;
    copy.epoch = epoch;
    copy.crashes = crashes;
    copy.failedBuilds = failedBuilds;
    copy.unresolvedBuilds = unresolvedBuilds;
    copy.notBefore = notBefore;
    copy.dueSince = dueSince;
    return copy;
  }

  long sequence() {
    return row.lastSequence();
  }

  boolean isFinished() {
    return row.status().isFinished();
  }

  boolean isHeld() {
    return row.status() == OrchestrationRuntimeStatus.SUSPENDED;
  }

  boolean isParked() {
    return row.park().isPresent();
  }

  /**
   * When it is to be run, by who serves it.
   *
   * @param firstDue when the first of its messages is due
   * @return {@link Micros#NEVER} if it has nothing to do or is held
   */
  long wakeAt(long firstDue) {
    if (isFinished() || isHeld()) {
      return Micros.NEVER;
    }
    return Math.max(notBefore, Math.min(firstDue, dueSince));
  }

  /** Gives it to a session, or takes it back with 0. */
  void changeOwner(long session) {
    owner = session;
    epoch++;
    dueSince = Micros.NEVER;
  }

  /** Ends the ownership; claimable at once if so asked or if code has to run over its last turn. */
  void giveUp(boolean due, long now) {
    changeOwner(0);
    dueSince = due || !lastTurnRan ? now : Micros.NEVER;
  }

  /** Takes in a turn that was appended, as rows up to this one. */
  void append(HistoryTurn turn, long next) {
    lastCommitId = turn.commitId();
    lastTurnRan = turn.ran();
    nextRow = next;
    if (turn.ran()) {
      notBefore = Micros.FIRST;
    }
    row = with(row, row.status(), row.park(), row.lastUpdatedAt(), turn.sequence());
  }

  void changeStatus(StatusChange change, long now) {
    Optional<Instant> completed =
        change.status().isFinished() ? Optional.of(Micros.instant(now)) : Optional.empty();
    row =
        new InstanceRow(
            row.hub(),
            row.instanceId(),
            row.executionId(),
            row.function(),
            change.status(),
            row.park(),
            row.createdAt(),
            row.lastUpdatedAt(),
            completed,
            row.scheduledStart(),
            change.customStatus(),
            change.output(),
            change.failure(),
            row.tags(),
            row.parentId(),
            row.versionSetId(),
            row.lastSequence());
  }

  /** Another execution begins under the id. */
  void changeExecution(String executionId, FunctionName function, String versionSetId) {
    row =
        new InstanceRow(
            row.hub(),
            row.instanceId(),
            executionId,
            function,
            row.status(),
            row.park(),
            row.createdAt(),
            row.lastUpdatedAt(),
            row.completedAt(),
            row.scheduledStart(),
            row.customStatus(),
            row.output(),
            row.failure(),
            row.tags(),
            row.parentId(),
            versionSetId,
            row.lastSequence());
  }

  void park(ParkRecord park, boolean looksAgain) {
    row = with(row, row.status(), Optional.of(park), row.lastUpdatedAt(), row.lastSequence());
    boolean unresolved = park.condition() == InstanceCondition.UNRESOLVED;
    if (!unresolved) {
      unresolvedBuilds = without(unresolvedBuilds, Set.of(park.build()));
    } else if (looksAgain) {
      return; // the build failed before the function came that it was missing
    } else {
      unresolvedBuilds = with(unresolvedBuilds, park.build());
    }
    failedBuilds = with(failedBuilds, park.build());
  }

  void unpark() {
    row = with(row, row.status(), Optional.empty(), row.lastUpdatedAt(), row.lastSequence());
    forgetFailedBuilds();
  }

  /** Every build may try it, whatever failed before. */
  void forgetFailedBuilds() {
    failedBuilds = Set.of();
    unresolvedBuilds = Set.of();
  }

  /** Something is served that was not: builds that missed a function may look again. */
  void retryUnresolved() {
    failedBuilds = without(failedBuilds, unresolvedBuilds);
    unresolvedBuilds = Set.of();
  }

  /** The row changed in a way that the Instances table is told of. */
  void touch(long now) {
    revision++;
    row = with(row, row.status(), row.park(), Micros.instant(now), row.lastSequence());
  }

  private static InstanceRow with(
      InstanceRow row,
      OrchestrationRuntimeStatus status,
      Optional<ParkRecord> park,
      Instant lastUpdatedAt,
      long lastSequence) {
    return new InstanceRow(
        row.hub(),
        row.instanceId(),
        row.executionId(),
        row.function(),
        status,
        park,
        row.createdAt(),
        lastUpdatedAt,
        row.completedAt(),
        row.scheduledStart(),
        row.customStatus(),
        row.output(),
        row.failure(),
        row.tags(),
        row.parentId(),
        row.versionSetId(),
        lastSequence);
  }

  private static Set<String> with(Set<String> builds, String build) {
    Set<String> more = new LinkedHashSet<>(builds);
    more.add(build);
    return Set.copyOf(more);
  }

  private static Set<String> without(Set<String> builds, Set<String> dropped) {
    Set<String> fewer = new LinkedHashSet<>(builds);
    fewer.removeAll(dropped);
    return Set.copyOf(fewer);
  }
}
