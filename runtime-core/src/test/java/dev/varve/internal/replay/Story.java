package dev.varve.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.JacksonDataConverter;
import dev.varve.OrchestrationContext;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.internal.replay.TurnResult.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Given a history, run, expect decisions: one execution told what happens, turn by turn, without
 * engine and without storage. After every turn the whole history is replayed by a fresh execution,
 * which must come to the same.
 */
final class Story {
  static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");
  static final FunctionName ORDER = FunctionName.parse("Order_v1");
  static final JacksonDataConverter CONVERTER = new JacksonDataConverter();

  /** Orchestrator code without input; what it returns is the output. */
  @FunctionalInterface
  interface Code {
    @Nullable Object run(OrchestrationContext context) throws Exception;
  }

  private final Code code;
  private final ExecutionStarted started;
  private final List<HistoryTurn> history = new ArrayList<>();
  private final Execution execution;
  private Instant now = BEGINNING;
  private TurnResult last = new TurnResult(List.of(), new Progress.Waiting(), Payload.NULL, false);

  private Story(Code code, ExecutionStarted started) {
    this.code = code;
    this.started = started;
    this.execution = execution(code);
  }

  /** The code has been started and has run until it waits. */
  static Story of(Code code) {
    return of(code, Events.started());
  }

  static Story of(Code code, ExecutionStarted started) {
    Story story = new Story(code, started);
    return story.tell(story.started);
  }

  static Execution execution(Code code) {
    Orchestrator<@Nullable Object, @Nullable Object> orchestrator = (ctx, in) -> code.run(ctx);
    return new Execution(
        "order-1",
        new OrchestratorCode(ORDER, () -> orchestrator, Object.class),
        CONVERTER,
        new Resolving(),
        Thread.ofVirtual().factory());
  }

  /** Makes one turn of these inputs. */
  Story tell(InputEvent... inputs) {
    last = execution.run(now, List.of(inputs));
    if (!(last.progress() instanceof Progress.Unresolved)) {
      history.add(turn(now, List.of(inputs), last.decisions()));
      replayedComesToTheSame();
    }
    return this;
  }

  /** Lets time pass before the next turn. */
  Story after(Duration duration) {
    now = now.plus(duration);
    return this;
  }

  private HistoryTurn turn(Instant at, List<InputEvent> inputs, List<DecisionEvent> decisions) {
    return new HistoryTurn(history.size() + 1L, at, 1, true, inputs, decisions);
  }

  private void replayedComesToTheSame() {
    Execution fresh = execution(code);
    TurnResult replayed = fresh.replay(history);
    assertThat(replayed.progress()).as("what replay comes to").isEqualTo(last.progress());
    assertThat(replayed.customStatus()).isEqualTo(last.customStatus());
    assertThat(replayed.decisions()).as("replay decides nothing new").isEmpty();
    fresh.evict();
  }

  /** What other code makes of this history. */
  TurnResult replayedBy(Code other) {
    return execution(other).replay(history);
  }

  /** The divergence that other code shows. */
  Divergence divergenceOf(Code other) {
    Progress progress = replayedBy(other).progress();
    assertThat(progress).isInstanceOf(Progress.Diverged.class);
    return ((Progress.Diverged) progress).divergence();
  }

  List<HistoryTurn> history() {
    return history;
  }

  Execution execution() {
    return execution;
  }

  /** What the last turn decided. */
  List<DecisionEvent> decisions() {
    return last.decisions();
  }

  TurnResult last() {
    return last;
  }

  Progress progress() {
    return last.progress();
  }

  boolean isWaiting() {
    return last.progress() instanceof Progress.Waiting;
  }

  ExecutionCompleted completed() {
    assertThat(last.progress()).isInstanceOf(Progress.Finished.class);
    return ((Progress.Finished) last.progress()).completed();
  }

  /** The output as JSON. */
  String output() {
    ExecutionCompleted completed = completed();
    assertThat(completed.failure()).isNull();
    return completed.output().json();
  }

  /** The message of the failure it ended with. */
  String failure() {
    return java.util.Objects.requireNonNull(completed().failure()).message();
  }

  /** Knows every name but Missing; a base name means version 1. */
  private static final class Resolving implements LiveDecisions {
    @Override
    public CallResolution activity(ExecutionStarted caller, String requested) {
      return resolved(requested);
    }

    @Override
    public CallResolution child(ExecutionStarted caller, String requested, VersionChoice choice) {
      return resolved(requested);
    }

    @Override
    public CallResolution next(ExecutionStarted caller, VersionChoice choice) {
      FunctionName next =
          switch (choice) {
            case VersionChoice.Inherit inherit -> caller.function();
            case VersionChoice.Current current -> new FunctionName(caller.function().base(), 7);
            case VersionChoice.Exactly exactly ->
                new FunctionName(caller.function().base(), exactly.version());
          };
      return new CallResolution.Found(next, VersionResolution.RELATIVE, "set");
    }

    @Override
    public Placement placement(FunctionName activity) {
      return Placement.LOCAL;
    }

    private static CallResolution resolved(String requested) {
      if (requested.equals("Missing")) {
        return new CallResolution.NotFound("nothing is known under 'Missing'");
      }
      FunctionName asked = FunctionName.parse(requested);
      FunctionName found = asked.version() == 0 ? new FunctionName(requested, 1) : asked;
      return new CallResolution.Found(found, VersionResolution.INHERITED, "set");
    }
  }
}
