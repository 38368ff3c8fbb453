package dev.varve.jdbc;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.TurnCommit.StatusChange;
import dev.varve.storage.WorkerSession;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Instances and turns for tests that look at one store only. */
final class Fixtures {
  static final FunctionName ORDER = new FunctionName("Order", 1);
  static final FetchRequest ALL = new FetchRequest(1_000, 1_000, 1_000);

  private Fixtures() {}

  static SessionDescriptor descriptor(FunctionName... orchestrators) {
    return new SessionDescriptor("test", Set.of(orchestrators), Set.of(), "build", Set.of(1));
  }

  static NewInstance instance(HubStore hub, FunctionName function, String id) {
    return instance(hub, function, id, "input", OptionalLong.empty());
  }

  static NewInstance instance(
      HubStore hub, FunctionName function, String id, String input, OptionalLong owner) {
    ExecutionStarted started =
        new ExecutionStarted(
            function,
            function.toString(),
            VersionResolution.CONFIGURED,
            "set",
            "execution-of-" + id,
            1,
            new Payload("\"" + input + "\""),
            null,
            Map.of(),
            null,
            null);
    return new NewInstance(
        id, started, hub.now(), id.hashCode(), hub.now(), ExistingInstancePolicy.refuse(), owner);
  }

  static StartOutcome start(HubStore hub, FunctionName function, String id) {
    return get(hub.start(List.of(instance(hub, function, id)))).getFirst();
  }

  static void startOwned(HubStore hub, WorkerSession session, String id) {
    NewInstance instance = instance(hub, ORDER, id, "input", OptionalLong.of(session.id()));
    get(hub.start(List.of(instance)));
  }

  static CommitOutcome commit(HubStore hub, WorkerSession session, String id, long sequence) {
    return get(session.commit(turn(hub, id, sequence, List.of(), Optional.empty())));
  }

  static CommitOutcome finish(HubStore hub, WorkerSession session, String id, long sequence) {
    StatusChange completed =
        new StatusChange(
            OrchestrationRuntimeStatus.COMPLETED,
            Payload.NULL,
            new Payload("\"done\""),
            Optional.empty());
    return get(session.commit(turn(hub, id, sequence, List.of(), Optional.of(completed))));
  }

  static TurnCommit turn(
      HubStore hub,
      String id,
      long sequence,
      List<InputEvent> inputs,
      Optional<StatusChange> status) {
    List<DecisionEvent> decisions = List.of();
    return new TurnCommit(
        id,
        Optional.empty(),
        new HistoryTurn(sequence, hub.now(), 1_000 + sequence, true, inputs, decisions),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        status,
        Optional.empty());
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
