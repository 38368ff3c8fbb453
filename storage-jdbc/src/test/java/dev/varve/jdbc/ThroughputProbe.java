package dev.varve.jdbc;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.StatusChange;
import dev.varve.storage.WorkerSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The hot path without an engine, to tune the writer: each orchestration is a start that the
 * session owns, ten turns, and a last one that finishes. Prints orchestrations and rows a second.
 *
 * <p>Arguments: the file, rounds, orchestrations a round, how many in flight.
 */
final class ThroughputProbe {
  private static final FunctionName ORDER = new FunctionName("Order", 1);
  private static final FunctionName CHARGE = new FunctionName("Charge", 1);
  private static final int TURNS = 11;

  private final HubStore hub;
  private final WorkerSession session;
  private final Semaphore inFlight;
  private final AtomicLong commitIds = new AtomicLong();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  private ThroughputProbe(HubStore hub, WorkerSession session, int inFlight) {
    this.hub = hub;
    this.session = session;
    this.inFlight = new Semaphore(inFlight);
  }

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    int orchestrations = Integer.parseInt(arguments[2]);
    int inFlight = Integer.parseInt(arguments[3]);
    Files.deleteIfExists(file);
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      HubStore hub = storage.hub("probe");
      SessionDescriptor descriptor =
          new SessionDescriptor("probe", Set.of(ORDER), Set.of(CHARGE), "build", Set.of(1));
      try (WorkerSession session = hub.openSession(descriptor, () -> {})) {
        ThroughputProbe probe = new ThroughputProbe(hub, session, inFlight);
        for (int round = 1; round <= rounds; round++) {
          probe.round(round, orchestrations, inFlight);
        }
      }
      System.out.println(hub.counts());
    }
  }

  private void round(int number, int orchestrations, int width) throws InterruptedException {
    long begin = System.nanoTime();
    for (int i = 0; i < orchestrations; i++) {
      inFlight.acquire();
      callers.execute(this::orchestration);
    }
    inFlight.acquire(width);
    inFlight.release(width);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "round %d: %.0f orchestrations/s, %.0f history rows/s%n",
        number, orchestrations / seconds, orchestrations * (TURNS + 1) / seconds);
  }

  private void orchestration() {
    try {
      String id = UUID.randomUUID().toString();
      ExecutionStarted started =
          new ExecutionStarted(
              ORDER,
              "Order",
              VersionResolution.CONFIGURED,
              "0123456789abcdef0123456789abcdef",
              UUID.randomUUID().toString(),
              1,
              new Payload("\"hello\""),
              null,
              Map.of(),
              null,
              null);
      var start =
          hub.start(
              List.of(
                  new NewInstance(
                      id,
                      started,
                      hub.now(),
                      commitIds.incrementAndGet(),
                      hub.now(),
                      ExistingInstancePolicy.replaceFinished(),
                      OptionalLong.of(session.id()))));
      for (int turn = 1; turn <= TURNS; turn++) {
        CommitOutcome outcome = session.commit(commit(id, turn)).toCompletableFuture().join();
        if (!(outcome instanceof CommitOutcome.Committed)) {
          throw new IllegalStateException(outcome.toString());
        }
      }
      start.toCompletableFuture().join();
    } finally {
      inFlight.release();
    }
  }

  private TurnCommit commit(String id, int turn) {
    boolean last = turn == TURNS;
    List<InputEvent> inputs =
        turn == 1 ? List.of() : List.of(new TaskCompleted(turn - 1, new Payload("\"result\"")));
    DecisionEvent decision =
        last
            ? new ExecutionCompleted(
                OrchestrationRuntimeStatus.COMPLETED, new Payload("\"done\""), null)
            : new TaskScheduled(
                turn, CHARGE, "Charge", new Payload("\"input\""), 1, turn, Placement.LOCAL, null);
    return new TurnCommit(
        id,
        Optional.empty(),
        new HistoryTurn(
            turn + 1, hub.now(), commitIds.incrementAndGet(), true, inputs, List.of(decision)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        last
            ? Optional.of(
                new StatusChange(
                    OrchestrationRuntimeStatus.COMPLETED,
                    Payload.NULL,
                    new Payload("\"done\""),
                    Optional.empty()))
            : Optional.empty(),
        Optional.empty());
  }
}
