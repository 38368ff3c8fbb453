package dev.varve.benchmarks;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.TimerCreated;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.Release;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.NewTimer;
import dev.varve.storage.TurnCommit.StatusChange;
import dev.varve.storage.WorkerSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Puts many instances into a hub as an engine would leave them, but without running one, in large
 * groups: an instance costs some microseconds instead of some hundred.
 */
final class Filler {
  /** Over how many versions of their function finished instances are spread. */
  static final int VERSIONS = 10;

  static final String FINISHED = "Filled";
  static final FunctionName SLEEPER = new FunctionName("Sleeper", 1);

  private static final int GROUP = 1_000;
  private static final int GROUPS_AT_ONCE = 4;
  private static final int TERMINATED_OUT_OF = 10;

  private final HubStore hub;
  private final WorkerSession session;
  private final Deque<CompletableFuture<?>> groups = new ArrayDeque<>();

  private Filler(HubStore hub, WorkerSession session) {
    this.hub = hub;
    this.session = session;
  }

  /** Adds instances that have completed or, each tenth, been terminated. */
  static void finished(HubStore hub, int count) {
    IntFunction<FunctionName> versions =
        number -> new FunctionName(FINISHED, 1 + number % VERSIONS);
    fill(hub, count, new Kind("filled-", versions, Filler::finish));
  }

  /** Adds instances that wait for a timer. */
  static void sleeping(HubStore hub, int count, Instant due) {
    Turn asleep = (filler, id, number) -> filler.fallAsleep(id, due);
    fill(hub, count, new Kind("asleep-", number -> SLEEPER, asleep));
  }

  /** What is filled in: how an instance is called, and how it goes on when it was started. */
  private record Kind(String prefix, IntFunction<FunctionName> function, Turn turn) {}

  private interface Turn {
    CompletableFuture<?> write(Filler filler, String id, int number);
  }

  private static void fill(HubStore hub, int count, Kind kind) {
    SessionDescriptor descriptor =
        new SessionDescriptor("filler", Set.of(SLEEPER), Set.of(), "filler", Set.of(1));
    try (WorkerSession session = hub.openSession(descriptor, () -> {})) {
      Filler filler = new Filler(hub, session);
      for (int begin = 0; begin < count; begin += GROUP) {
        filler.group(begin, Math.min(count, begin + GROUP), kind);
      }
      filler.awaitGroups(0);
    }
  }

  private void group(int begin, int end, Kind kind) {
    List<NewInstance> starts = new ArrayList<>();
    for (int number = begin; number < end; number++) {
      starts.add(started(kind.prefix() + number, kind.function().apply(number)));
    }
    groups.add(
        hub.start(starts).thenCompose(outcomes -> turns(begin, end, kind)).toCompletableFuture());
    awaitGroups(GROUPS_AT_ONCE);
  }

  private CompletableFuture<?> turns(int begin, int end, Kind kind) {
    return CompletableFuture.allOf(
        IntStream.range(begin, end)
            .mapToObj(number -> kind.turn().write(this, kind.prefix() + number, number))
            .toArray(CompletableFuture[]::new));
  }

  private void awaitGroups(int most) {
    while (groups.size() > most) {
      groups.remove().join();
    }
  }

  private CompletableFuture<?> finish(String id, int number) {
    boolean terminated = number % TERMINATED_OUT_OF == 0;
    StatusChange change =
        new StatusChange(
            terminated
                ? OrchestrationRuntimeStatus.TERMINATED
                : OrchestrationRuntimeStatus.COMPLETED,
            Payload.NULL,
            new Payload("\"done\""),
            Optional.empty());
    return committed(id, List.of(), List.of(), Optional.of(change));
  }

  private CompletableFuture<?> fallAsleep(String id, Instant due) {
    List<NewTimer> timers = List.of(new NewTimer(1, due));
    return committed(id, List.of(new TimerCreated(1, due)), timers, Optional.empty())
        .thenCompose(committed -> released(id));
  }

  private NewInstance started(String id, FunctionName function) {
    ExecutionStarted started =
        new ExecutionStarted(
            function,
            function.toString(),
            VersionResolution.CONFIGURED,
            "set",
            "execution-of-" + id,
            1,
            new Payload("\"input\""),
            null,
            Map.of(),
            null,
            null);
    Instant now = hub.now();
    return new NewInstance(
        id,
        started,
        now,
        id.hashCode(),
        now,
        ExistingInstancePolicy.refuse(),
        OptionalLong.of(session.id()));
  }

  private CompletableFuture<CommitOutcome> committed(
      String id,
      List<DecisionEvent> decisions,
      List<NewTimer> timers,
      Optional<StatusChange> status) {
    HistoryTurn turn =
        new HistoryTurn(2, hub.now(), id.hashCode() + 1L, true, List.of(), decisions);
    return session
        .commit(
            new TurnCommit(
                id,
                Optional.empty(),
                turn,
                List.of(),
                timers,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                status,
                Optional.empty()))
        .thenApply(Filler::demandCommitted)
        .toCompletableFuture();
  }

  private CompletableFuture<CommitOutcome> released(String id) {
    return session
        .release(new Release(id, List.of(), Optional.empty(), false))
        .thenApply(Filler::demandCommitted)
        .toCompletableFuture();
  }

  private static CommitOutcome demandCommitted(CommitOutcome outcome) {
    if (!(outcome instanceof CommitOutcome.Committed)) {
      throw new IllegalStateException("an instance was not filled in: " + outcome);
    }
    return outcome;
  }
}
