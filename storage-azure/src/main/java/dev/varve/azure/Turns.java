package dev.varve.azure;

import dev.varve.azure.internal.table.Outcome;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.Message;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Commits turns (G1 to G5): one write in the instance's partition, then what it does to others,
 * then the row for tools.
 */
final class Turns {
  private static final int ATTEMPTS = 10;

  private final HubParts parts;
  private final Outbox outbox;
  private final ActivityQueue queue;
  private final Quarantine quarantine;

  Turns(HubParts parts, Outbox outbox, ActivityQueue queue, Quarantine quarantine) {
    this.parts = parts;
    this.outbox = outbox;
    this.queue = queue;
    this.quarantine = quarantine;
  }

  /** How far a commit came on the instance's strand. */
  private sealed interface Step {
    /** Nothing is left to do. */
    record Over(CommitOutcome outcome) implements Step {}

    /** The turn is in history; what it does to others is not known to be carried out. */
    record Made(Optional<TurnDraft> draft, List<Loaded.Outgoing> outgoing) implements Step {}
  }

  CompletableFuture<CommitOutcome> commit(AzureSession session, TurnCommit commit) {
    String id = commit.instanceId();
    return parts
        .strands()
        .submit(id, () -> write(session, commit))
        .thenCompose(step ->
            switch (step) {
              case Step.Over over -> CompletableFuture.completedFuture(over.outcome());
              case Step.Made made ->
                  outbox
                      .carryOut(id, made.outgoing())
                      .thenApply(
                          dropped -> committed(made.draft().isPresent() ? dropped : List.of()));
            });
  }

  private CommitOutcome committed(List<Message> dropped) {
    return new Committed(Micros.instant(parts.clock().now()), dropped);
  }

  private Step write(AzureSession session, TurnCommit commit) {
    String id = commit.instanceId();
    for (int i = 0; i < ATTEMPTS; i++) {
      if (session.isOver()) {
        return fenced("session " + session.id() + " is over");
      }
      Owned owned = current(parts.ownership().find(session, id));
      if (owned == null) {
        Optional<Step> step = notKnown(session, commit);
        if (step.isPresent()) {
          return step.get();
        }
        continue;
      }
      if (parts.reader().hasRecorded(id, owned.state, commit.turn())) {
        return owned.unsettled > 0 ? repeated(id) : new Step.Over(committed(List.of()));
      }
      if (!followsOn(owned.state, commit)) {
        return fenced(
            "turn %d does not follow turn %d of instance '%s'"
                .formatted(commit.turn().sequence(), owned.state.sequence(), id));
      }
      Optional<Step> step = tryWrite(owned, commit);
      if (step.isPresent()) {
        return step.get();
      }
    }
    throw new StorageException(
        "turn %d of instance '%s' could not be written: its partition changes all the time"
            .formatted(commit.turn().sequence(), id),
        null,
        true);
  }

  /** As it is now; null if it is owned no longer. */
  private @Nullable Owned current(@Nullable Owned owned) {
    return owned == null || !owned.doubtful
        ? owned
        : parts.ownership().refresh(owned, parts.reader().load(owned.id), parts.tables());
  }

  private static boolean followsOn(InstanceState state, TurnCommit commit) {
    long expected = state.sequence() + 1;
    return commit.executionId().map(state.row.executionId()::equals).orElse(true)
        && commit.turn().sequence() == expected
        && commit.next().map(next -> next.turn().sequence() == expected + 1).orElse(true);
  }

  private static Step fenced(String why) {
    return new Step.Over(new Fenced(why));
  }

  /** Empty if the partition is not as it was known: to be done again with what it is now. */
  private Optional<Step> tryWrite(Owned owned, TurnCommit commit) {
    TurnDraft draft = new TurnDraft(parts, owned, commit);
    queue.announce(owned.id, draft.queued);
    List<String> announced =
        draft.isStillOwned()
            ? List.of()
            : parts.wakes().announce(draft.state, draft.firstDue(), false, draft.now());
    owned.doubtful = true;
    Outcome outcome = draft.apply();
    return switch (outcome) {
      case Outcome.Applied applied -> {
        owned.doubtful = false;
        yield Optional.of(written(owned, draft, applied.etags().getFirst(), announced));
      }
      case Outcome.Refused ignored -> Optional.empty();
      case Outcome.TooLarge large -> {
        owned.doubtful = false;
        yield Optional.of(
            new Step.Over(
                new CommitOutcome.TooLarge("a row of the turn", large.size(), large.limit())));
      }
    };
  }

  private Step written(Owned owned, TurnDraft draft, String etag, List<String> announced) {
    InstanceState before = owned.state;
    draft.accept(etag);
    if (!draft.outgoing.isEmpty()) {
      owned.unsettled++;
    }
    queue.ring(draft.queued);
    parts.wakes().ring(announced);
    try {
      finish(owned, before, draft);
    } catch (StorageException e) {
      leave(owned, draft, true);
      owned.session.suspect(owned.id);
      throw e;
    }
    if (draft.isStillOwned()) {
      // Somebody resumed it; what is damaged has to be restored first.
      boolean unused = quarantine.parked(owned.session, owned.state, owned.damage);
    }
    leave(owned, draft, owned.unsettled > 0);
    return new Step.Made(Optional.of(draft), draft.outgoing);
  }

  private void leave(Owned owned, TurnDraft draft, boolean unsettled) {
    if (!draft.isStillOwned()) {
      parts.ownership().release(owned, unsettled);
    }
  }

  /** What comes behind the commit. */
  private void finish(Owned owned, InstanceState before, TurnDraft draft) {
    InstanceState now = draft.state;
    queue.withdraw(draft.voided);
    if (now.firstRow != before.firstRow) {
      Behind.tidy(
          "sweeping history",
          () ->
              PartitionWrite.sweepHistory(parts.tables(), owned.id, before.firstRow, now.firstRow));
    }
    if (before.revision != now.revision) {
      try {
        Behind.finish(
            "turn " + now.sequence() + " of instance '" + owned.id + "'",
            () -> owned.rowEtag = parts.projection().write(now, owned.rowEtag));
      } finally {
        // Whoever hears of it finds it in lists as well.
        parts.notices().changed(before.row.status(), now);
      }
    }
  }

  /**
   * Not owned as far as is known: the commit may have finished it or given it away, and its answer
   * was lost (G3), or that of its start was. Empty if it is owned after all.
   */
  private Optional<Step> notKnown(AzureSession session, TurnCommit commit) {
    String id = commit.instanceId();
    Optional<Loaded> read = parts.reader().load(id);
    if (read.isPresent()
        && parts.ownership().adopt(session, read.get(), parts.clock().now()) != null) {
      return Optional.empty();
    }
    boolean recorded =
        read.map(found -> parts.reader().hasRecorded(id, found.state(), commit.turn()))
            .orElse(false);
    return Optional.of(
        recorded
            ? repeated(id)
            : fenced("session %d does not own instance '%s'".formatted(session.id(), id)));
  }

  private Step repeated(String id) {
    Optional<Loaded> loaded = parts.reader().load(id);
    loaded.ifPresent(found -> {
      parts.projection().repair(found.state());
    });
    return new Step.Made(Optional.empty(), loaded.map(Loaded::outbox).orElse(List.of()));
  }
}
