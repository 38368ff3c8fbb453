package dev.varve.testing.replay;

import dev.varve.DataConverter;
import dev.varve.FunctionName;
import dev.varve.VarveBuilder;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Registry;
import dev.varve.internal.replay.Execution;
import dev.varve.internal.replay.HistoryReplay;
import dev.varve.internal.replay.OrchestratorCode;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.HubStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Asserts that code fits recorded histories, by the same replay that engines use.
 *
 * <pre>{@code
 * ReplayAssert.assertThatCode(Varve.builder().orchestrator(Order_v1.class)).fits(history);
 * }</pre>
 *
 * <p>Nothing runs but orchestrators, and nothing is written. Not thread-safe.
 */
public final class ReplayAssert {
  private static final String INSTANCE = "replayed";

  private final Registry registry;
  private final DataConverter converter;

  private ReplayAssert(Registry registry, DataConverter converter) {
    this.registry = registry;
    this.converter = converter;
  }

  /**
   * Begins an assertion.
   *
   * @param builder what is registered in it is replayed; it need not be started
   */
  public static ReplayAssert assertThatCode(VarveBuilder builder) {
    BuilderAccess access = BuilderAccess.to(builder);
    return new ReplayAssert(access.registry(builder), access.converter(builder));
  }

  /**
   * Asserts that the code decides what the history says it decided.
   *
   * @param history the turns of one execution, from its first
   * @throws AssertionError if it does not; names the event, what is recorded and what the code does
   */
  public ReplayAssert fits(List<HistoryTurn> history) {
    if (replay(INSTANCE, history) instanceof Progress.Diverged diverged) {
      throw new AssertionError(diverged.divergence().message());
    }
    return this;
  }

  /**
   * Asserts that the code fits the current execution of a stored instance.
   *
   * @throws AssertionError if it does not, or if there is no such instance
   */
  public ReplayAssert fits(HubStore hub, String instanceId) {
    List<HistoryTurn> history = hub.history(instanceId, 0, Integer.MAX_VALUE);
    if (history.isEmpty()) {
      throw new AssertionError("there is no instance '" + instanceId + "' in hub " + hub.name());
    }
    if (replay(instanceId, history) instanceof Progress.Diverged diverged) {
      throw new AssertionError(diverged.divergence().message());
    }
    return this;
  }

  /**
   * Asserts that the code does not fit.
   *
   * @return the message that an operator would see
   * @throws AssertionError if it fits
   */
  public String diverges(List<HistoryTurn> history) {
    if (replay(INSTANCE, history) instanceof Progress.Diverged diverged) {
      return diverged.divergence().message();
    }
    throw new AssertionError("the code fits the history of " + history.size() + " turns");
  }

  /**
   * Asserts that the code, brought to each point of the history by replay, decides next what is
   * recorded there: an engine may lose its memory anywhere.
   *
   * @throws AssertionError if it does not; names the turn, and shows both decisions
   */
  public ReplayAssert everyPrefixDecidesAlike(List<HistoryTurn> history) {
    for (int length = 0; length < history.size(); length++) {
      HistoryTurn next = history.get(length);
      if (next.ran() && next.inputs().stream().noneMatch(ExecutionTerminated.class::isInstance)) {
        compare(next, decideAfter(history.subList(0, length), history, next));
      }
    }
    return this;
  }

  private List<DecisionEvent> decideAfter(
      List<HistoryTurn> prefix, List<HistoryTurn> history, HistoryTurn next) {
    return run(
        INSTANCE,
        history,
        new RecordedAnswers(next.decisions()),
        execution -> {
          execution.replay(prefix);
          TurnResult result = execution.run(next.time(), next.inputs());
          return result.decisions();
        });
  }

  private static void compare(HistoryTurn recorded, List<DecisionEvent> decided) {
    if (!decided.equals(recorded.decisions())) {
      throw new AssertionError(
          "replayed up to turn %d, the code decides%n  %s%nbut recorded is%n  %s"
              .formatted(recorded.sequence(), decided, recorded.decisions()));
    }
  }

  private Progress replay(String instanceId, List<HistoryTurn> history) {
    try (HistoryReplay replay =
        new HistoryReplay(instanceId, code(history), converter, Thread.ofVirtual().factory())) {
      return replay.over(List.of(history).iterator());
    }
  }

  private <T> T run(
      String instanceId,
      List<HistoryTurn> history,
      RecordedAnswers answers,
      Function<Execution, T> use) {
    Execution execution =
        new Execution(instanceId, code(history), converter, answers, Thread.ofVirtual().factory());
    try {
      return use.apply(execution);
    } finally {
      execution.evict();
    }
  }

  private OrchestratorCode code(List<HistoryTurn> history) {
    FunctionName function = started(history).function();
    OrchestratorCode code = registry.orchestrators().get(function);
    if (code == null) {
      throw new AssertionError(
          "the history is of "
              + function
              + ", which is not registered; registered are "
              + registry.orchestrators().keySet());
    }
    return code;
  }

  private static ExecutionStarted started(List<HistoryTurn> history) {
    List<InputEvent> inputs = new ArrayList<>();
    history.forEach(turn -> inputs.addAll(turn.inputs()));
    if (!inputs.isEmpty() && inputs.getFirst() instanceof ExecutionStarted started) {
      return started;
    }
    throw new AssertionError("the history does not begin with ExecutionStarted");
  }
}
