package dev.varve.azure;

import dev.varve.azure.internal.format.HistoryRows;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts instances, each on its strand. */
final class Starts {
  private static final StartOutcome STARTED = new StartOutcome.Started();
  private static final int ATTEMPTS = 10;

  private final HubParts parts;
  private final Map<Long, AzureSession> sessions;

  Starts(HubParts parts, Map<Long, AzureSession> sessions) {
    this.parts = parts;
    this.sessions = sessions;
  }

  /** What became of an attempt to write an instance under an id. */
  private sealed interface Attempt {
    record Made() implements Attempt {}

    record Taken(Loaded by) implements Attempt {}

    /** By another hub that shares the table. */
    record Foreign(String hub) implements Attempt {}

    record OwnerOver() implements Attempt {}

    record Again() implements Attempt {}
  }

  StartOutcome start(NewInstance start) {
    AzureSession owner = owner(start);
    if (start.owner().isPresent() && owner == null) {
      return wasStarted(start) ? STARTED : new StartOutcome.Fenced();
    }
    Optional<Loaded> replaced = Optional.empty();
    for (int i = 0; i < ATTEMPTS; i++) {
      switch (attempt(start, owner, replaced)) {
        case Attempt.Made ignored -> {
          return STARTED;
        }
        case Attempt.OwnerOver ignored -> {
          return new StartOutcome.Fenced();
        }
        case Attempt.Taken taken -> {
          InstanceState by = taken.by().state();
          switch (start.existing().actionFor(by.row.status())) {
            case REFUSE -> {
              return new StartOutcome.Refused(by.row);
            }
            case KEEP -> {
              return new StartOutcome.Kept(by.row);
            }
            case REPLACE -> replaced = Optional.of(taken.by());
          }
        }
        case Attempt.Foreign foreign ->
            throw new InstanceOfOtherHubException(start.instanceId(), foreign.hub());
        case Attempt.Again ignored -> replaced = Optional.empty();
      }
    }
    throw new StorageException(
        "instance '"
            + start.instanceId()
            + "' could not be started: others write it all the time;"
            + " try again",
        null);
  }

  /**
   * Starts a child; a claim by a session that is over is left out.
   *
   * @return whether it was started; false if its id is taken
   */
  boolean child(NewInstance child) {
    AzureSession owner = owner(child);
    for (int i = 0; i < ATTEMPTS; i++) {
      switch (attempt(child, owner, Optional.empty())) {
        case Attempt.Made ignored -> {
          return true;
        }
        case Attempt.Taken ignored -> {
          return false;
        }
        case Attempt.Foreign ignored -> {
          return false;
        }
        case Attempt.OwnerOver ignored -> owner = null;
        case Attempt.Again ignored -> {}
      }
    }
    throw new StorageException(
        "child '" + child.instanceId() + "' could not be started yet", null, true);
  }

  private @Nullable AzureSession owner(NewInstance start) {
    AzureSession owner = start.owner().isPresent() ? sessions.get(start.owner().getAsLong()) : null;
    return owner == null || owner.isOver() ? null : owner;
  }

  private boolean wasStarted(NewInstance start) {
    return parts
        .reader()
        .find(start.instanceId())
        .map(found -> found.state().startCommitId == start.commitId())
        .orElse(false);
  }

  private Attempt attempt(
      NewInstance start, @Nullable AzureSession owner, Optional<Loaded> replaced) {
    String id = start.instanceId();
    HubTables tables = parts.tables();
    long now = parts.clock().now();
    LargeTexts large = tables.large(id, start.commitId());
    InstanceState state =
        InstanceState.started(
            tables.hub(),
            start,
            owner == null ? 0 : owner.id(),
            parts.ids().next(),
            now,
            InstanceRows.input(start.started(), large));
    PartitionWrite write = write(start, state, large, replaced);
    LargeTexts rowTexts = tables.large(id, start.commitId()); // history's may go before the row's
    Map<String, Object> columns = Sentinel.encode(state, Micros.instant(now), rowTexts);
    tables.putBlobs(large);
    tables.putBlobs(rowTexts);
    List<String> announced = List.of();
    if (owner == null) {
      announced = parts.wakes().announce(state, Micros.NEVER, false, now);
    } else if (!owner.hold(id)) {
      return new Attempt.OwnerOver();
    }
    Change sentinel =
        replaced.isPresent()
            ? new Change.Replace(Keys.SENTINEL, columns, replaced.get().etag())
            : new Change.Insert(Keys.SENTINEL, columns);
    Outcome outcome = write.apply(sentinel);
    return switch (outcome) {
      case Outcome.Applied applied -> {
        started(state, owner, applied.etags().getFirst(), now);
        parts.wakes().ring(announced);
        replaced.ifPresent(old -> sweep(old.state()));
        project(state);
        yield new Attempt.Made();
      }
      case Outcome.Refused ignored -> refused(start, owner);
      case Outcome.TooLarge large2 ->
          throw new StorageException(
              "the start of '%s' takes %d bytes, and a transaction has room for %d; give it less"
                      .formatted(id, large2.size(), large2.limit())
                  + " tags",
              null);
    };
  }

  private PartitionWrite write(
      NewInstance start, InstanceState state, LargeTexts large, Optional<Loaded> replaced) {
    PartitionWrite write = new PartitionWrite(parts.tables(), start.instanceId(), 1);
    if (replaced.isPresent()) {
      InstanceState old = replaced.get().state();
      state.firstRow = old.nextRow;
      state.revision = old.revision + 1;
      replaced.get().inbox().forEach(entry -> write.remove(entry.key()));
      replaced.get().tasks().forEach(task -> write.remove(task.key()));
    }
    HistoryTurn turn =
        new HistoryTurn(
            1, start.at(), start.commitId(), false, List.of(start.started()), List.of());
    HistoryRows.Encoded encoded =
        HistoryRows.encode(
            turn, start.instanceId(), start.started().executionId(), state.firstRow, large);
    state.nextRow = encoded.nextRow();
    encoded.rows().forEach(write::add);
    write.atOnce(door(state.epoch));
    return write;
  }

  /** What lets senders in while the instance has this epoch. */
  static Change door(long epoch) {
    RowDraft door = new RowDraft(Keys.door(epoch), new HashMap<>());
    door.columns().put("Epoch", epoch);
    return new Change.Put(door.key(), door.columns());
  }

  private void started(InstanceState state, @Nullable AzureSession owner, String etag, long now) {
    if (owner != null) {
      parts.ownership().own(new Owned(owner, state, etag, now, List.of(), List.of()));
      parts.notices().started(state);
    }
  }

  private void project(InstanceState state) {
    String id = state.row.instanceId();
    Owned owned = parts.ownership().find(id);
    Behind.finish(
        "the start of instance '" + id + "'",
        () -> {
          String etag = parts.projection().started(state);
          if (owned != null) {
            owned.rowEtag = etag;
          }
        });
  }

  /** The id is taken, if not by this very start, whose answer may have been lost. */
  private Attempt refused(NewInstance start, @Nullable AzureSession owner) {
    Optional<Loaded> found = Behind.inDoubt(() -> parts.reader().load(start.instanceId()));
    if (found.isEmpty()) {
      Optional<String> other = parts.reader().otherHub(start.instanceId());
      if (other.isPresent() && owner != null) {
        owner.letGo(Keys.own(start.instanceId()));
      }
      return other.<Attempt>map(Attempt.Foreign::new).orElseGet(Attempt.Again::new);
    }
    Loaded loaded = found.get();
    InstanceState state = loaded.state();
    boolean own = state.startCommitId == start.commitId();
    if (owner != null && parts.ownership().find(owner, start.instanceId()) == null) {
      Owned adopted = own ? parts.ownership().adopt(owner, loaded, parts.clock().now()) : null;
      if (adopted == null) {
        owner.letGo(Keys.own(start.instanceId()));
      }
    }
    if (own) {
      Behind.finish(
          "the start of instance '" + start.instanceId() + "'",
          () -> parts.projection().repair(state));
      if (state.owner == 0) { // who was to be told may not have been
        parts.wakes().ring(List.of(parts.lanes().of(state)));
      }
      return new Attempt.Made();
    }
    return new Attempt.Taken(loaded);
  }

  private void sweep(InstanceState old) {
    Behind.tidy(
        "sweeping history",
        () ->
            PartitionWrite.sweepHistory(
                parts.tables(), old.row.instanceId(), old.firstRow, old.nextRow));
  }
}
