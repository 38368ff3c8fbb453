package dev.varve.versioning.slots;

import dev.varve.versioning.slots.SlotRecord.Seen;
import dev.varve.versioning.slots.SwapResult.Outcome;
import dev.varve.versioning.status.Gate;
import dev.varve.versioning.status.GateResult;
import dev.varve.versioning.status.StatusReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One swap.
 *
 * <p>Why no start gets in between the last look and the change: a front starts only while its
 * session is live and the last record it has read is open. Its session was opened before it read
 * that record. So when the closed record is written, every front that may still start has a session
 * that {@code waitingFor} sees, and says it has answered only when nothing of it is on its way. It
 * starts again only when it reads a newer record that is open; and such a record, whoever wrote it,
 * makes the compare-and-set here fail, or is the one it writes.
 */
final class Swap {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration GATE_EVERY = Duration.ofMillis(200);

  private final Slots slots;
  private final SlotRecord record;
  private final SwapOptions options;
  private final String who;
  private final String action;
  private final String why;

  Swap(Slots slots, SwapOptions options, String who, String action, String why) {
    this.slots = slots;
    this.record = slots.record();
    this.options = options;
    this.who = who;
    this.action = action;
    this.why = why;
  }

  SwapResult run() throws InterruptedException {
    long start = slots.pace().nanoTime();
    while (true) {
      Seen seen = record.reopenIfOverdue(record.read());
      Deployment production = required(seen.state(), Slot.PRODUCTION);
      Deployment staging = required(seen.state(), Slot.STAGING);
      requireWorkers(production, staging);
      Duration left = options.within().minusNanos(slots.pace().nanoTime() - start);
      SwapResult result = attempt(seen, production, left);
      boolean again = result.outcome() == Outcome.BUSY && left.isPositive();
      if (!again) {
        return result;
      }
    }
  }

  private static Deployment required(SlotState state, Slot slot) {
    return state
        .in(slot)
        .orElseThrow(() ->
            new SlotRefusedException(
                slot.word() + " is empty, so there is nothing to swap; deploy to it first"));
  }

  private void requireWorkers(Deployment production, Deployment staging) {
    slots.requireOwnWorkers(production, false);
    slots.requireOwnWorkers(staging, true);
  }

  private SwapResult attempt(Seen seen, Deployment production, Duration left)
      throws InterruptedException {
    GateResult gate =
        Gate.of(() -> slots.report(seen.state(), production))
            .every(GATE_EVERY)
            .within(left.isPositive() ? left : Duration.ZERO)
            .pace(slots.pace())
            .await();
    if (gate.outcome() != GateResult.Outcome.IDLE) {
      return busy(gate.last());
    }
    Starts before = seen.state().starts();
    Starts.Closed closing =
        new Starts.Closed("swap", mode(before), record.now().plus(options.closedAtMost()));
    Optional<Seen> closed =
        record.change(seen, seen.state().with(closing), who, action + "-begun", why);
    if (closed.isEmpty()) {
      return overtaken();
    }
    SwapResult result = null;
    try {
      result = whileClosed(closed.get(), production, gate.last());
      return result;
    } finally {
      if (result == null || result.outcome() != Outcome.SWAPPED) {
        reopen(closed.get(), before);
      }
    }
  }

  /** Starts that a drain holds are not let down by a swap. */
  private ClosedMode mode(Starts before) {
    return switch (before) {
      case Starts.Open open -> options.mode();
      case Starts.Closed closed ->
          closed.mode() == ClosedMode.HOLD ? ClosedMode.HOLD : options.mode();
    };
  }

  private SwapResult whileClosed(Seen closed, Deployment production, StatusReport looked)
      throws InterruptedException {
    long start = slots.pace().nanoTime();
    List<String> fronts = waiting(closed);
    while (!fronts.isEmpty()) {
      if (slots.pace().nanoTime() - start >= options.closedAtMost().toNanos()) {
        return new SwapResult(
            Outcome.FRONTS_DID_NOT_ANSWER,
            "these fronts still have starts on their way, or stand still: " + fronts,
            Optional.of(looked));
      }
      slots.pace().pause(LOOK_EVERY);
      fronts = waiting(closed);
    }
    StatusReport last = slots.report(closed.state(), production);
    if (last.hasRunning()) {
      return busy(last);
    }
    Deployment staging = required(closed.state(), Slot.STAGING);
    requireWorkers(production, staging);
    String detail = production.id() + " -> " + staging.id() + ": " + why;
    return record.change(closed, closed.state().swapped(), who, action, detail).isPresent()
        ? new SwapResult(
            Outcome.SWAPPED,
            "deployment %s, version %s, is production"
                .formatted(staging.id(), staging.build().version()),
            Optional.of(last))
        : overtaken();
  }

  private List<String> waiting(Seen closed) {
    return FrontSessions.waitingFor(slots.control(), slots.app(), closed.revision());
  }

  /** Back to what it was, a drain included; if somebody was faster, theirs holds. */
  private void reopen(Seen closed, Starts before) {
    Optional<Seen> ignored =
        record.change(closed, closed.state().with(before), who, action + "-given-up", why);
  }

  private static SwapResult busy(StatusReport report) {
    return new SwapResult(
        Outcome.BUSY, "production is not idle: " + report.toText().strip(), Optional.of(report));
  }

  private static SwapResult overtaken() {
    return new SwapResult(
        Outcome.OVERTAKEN,
        "the slot record was changed by somebody else meanwhile; look again",
        Optional.empty());
  }
}
