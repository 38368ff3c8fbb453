package dev.varve.internal.replay;

import dev.varve.DataConversionException;
import dev.varve.DataConverter;
import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.TaskFailedException;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ContinueAsNew;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.SubOrchestrationInstanceCompleted;
import dev.varve.history.InputEvent.SubOrchestrationInstanceFailed;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.history.RewindPoint;
import dev.varve.internal.replay.TurnResult.Progress;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One execution of an orchestrator: registered code + history + new inputs give decisions. The
 * engine, the test kit and the rehearsal all use this one. It reads no clock, does no I/O and draws
 * no random numbers; its only thread is the orchestrator's, which moves hand over hand with the
 * caller.
 *
 * <p>One input is applied, then the code and its callbacks run until they wait, then comes the next
 * input: live and replay alike. The orchestrator's thread fetches its inputs itself while it
 * awaits, so that a whole history is replayed without a change of threads.
 *
 * <p>Not thread-safe: one caller at a time.
 */
public final class Execution {
  /** The MDC key of the instance id on the orchestrator's thread. */
  public static final String MDC_INSTANCE = "varve.instance";

  /** The MDC key of the function on the orchestrator's thread. */
  public static final String MDC_FUNCTION = "varve.function";

  private final String instanceId;
  private final OrchestratorCode code;
  private final DataConverter converter;
  private final LiveDecisions live;
  private final Coroutine coroutine;
  private final DecisionLog log = new DecisionLog();
  private final ExternalEvents events = new ExternalEvents();
  private final Map<Integer, Open> open = new HashMap<>();
  private final FailureTrail trail = new FailureTrail();

  private final List<InputEvent> unprocessed = new ArrayList<>(1);
  private List<InputEvent> inputs = List.of();
  private int nextInput;
  private Iterator<HistoryTurn> toReplay = List.<HistoryTurn>of().iterator();
  private int eventsBefore;

  private @Nullable ExecutionStarted started;
  private Instant now = Instant.EPOCH;
  private int lastTaskId;
  private int completions;
  private boolean inCallback;
  private boolean inSideEffect;
  private @Nullable ContinueRequest continueRequest;
  private Payload customStatus = Payload.NULL;
  private boolean customStatusChanged;
  private Progress progress = new Progress.Waiting();

  /** Something scheduled whose answer has not come. */
  record Open(DurableTask<@Nullable Object> task, Type resultType, String name) {}

  private record ContinueRequest(Payload input, VersionChoice choice, boolean carryOver) {}

  /**
   * @param threads makes the orchestrator's thread
   */
  public Execution(
      String instanceId,
      OrchestratorCode code,
      DataConverter converter,
      LiveDecisions live,
      ThreadFactory threads) {
    this.instanceId = instanceId;
    this.code = code;
    this.converter = converter;
    this.live = live;
    this.coroutine = new Coroutine(threads, this::body);
  }

  /**
   * Brings the execution to where a part of its history left it. Parts are given in order. The
   * inputs of turns at the end that have not run are kept for the next turn.
   */
  public TurnResult replay(List<HistoryTurn> turns) {
    toReplay = turns.iterator();
    if (beginReplayTurn()) {
      coroutine.resume();
    }
    return result(List.of());
  }

  /** What these inputs would give to the code, were they to come next; it is not told of them. */
  List<AwaitedValue> awaited(List<? extends InputEvent> coming) {
    List<InputEvent> all = new ArrayList<>(unprocessed);
    all.addAll(coming);
    return new AwaitedValues(open, events).among(all);
  }

  /**
   * Runs a new turn.
   *
   * @param time what the code sees as its clock
   * @param newInputs delivered behind the inputs that were recorded without having run
   */
  public TurnResult run(Instant time, List<? extends InputEvent> newInputs) {
    now = time;
    inputs = new ArrayList<>(unprocessed.size() + newInputs.size());
    inputs.addAll(unprocessed);
    inputs.addAll(newInputs);
    unprocessed.clear();
    nextInput = 0;
    customStatusChanged = false;
    log.beginLive();
    coroutine.resume();
    return result(log.added());
  }

  /**
   * Takes the code off its thread.
   *
   * @return whether the code refused to leave, so that its thread is lost
   */
  public boolean evict() {
    return coroutine.evict();
  }

  /** The code that runs. */
  public FunctionName function() {
    return code.name();
  }

  /** The orchestrator's thread, to find out where a turn hangs. */
  public Thread thread() {
    return coroutine.thread();
  }

  private TurnResult result(List<DecisionEvent> decisions) {
    DecisionLog.Mismatch mismatch = log.mismatch();
    if (mismatch != null) {
      progress =
          new Progress.Diverged(
              new Divergence(
                  code.name(),
                  instanceId,
                  eventsBefore + inputs.size() + mismatch.index(),
                  mismatch.recorded(),
                  mismatch.actual()));
    }
    return new TurnResult(decisions, progress, customStatus, customStatusChanged);
  }

  // ---- on the orchestrator's thread ----

  private void body() {
    MDC.put(MDC_INSTANCE, instanceId);
    MDC.put(MDC_FUNCTION, code.name().toString());
    if (!(next() instanceof ExecutionStarted first)) {
      throw new IllegalStateException(
          "the history of instance '" + instanceId + "' does not begin with ExecutionStarted");
    }
    started = first;
    lastTaskId = first.firstTaskId() - 1;
    Supplier<ExecutionCompleted> ending;
    try {
      Payload output = runCode(first);
      coroutine.checkUnwinding();
      ending = () -> new ExecutionCompleted(OrchestrationRuntimeStatus.COMPLETED, output, null);
    } catch (Unwinding unwinding) {
      throw unwinding;
    } catch (Throwable failure) {
      coroutine.checkUnwinding();
      continueRequest = null;
      inputs.subList(nextInput, inputs.size()).forEach(this::noteFailure);
      RewindPoint point = trail.endedBy(failure);
      ending =
          () ->
              new ExecutionCompleted(
                  OrchestrationRuntimeStatus.FAILED,
                  Payload.NULL,
                  FailureDetails.of(failure),
                  point);
    }
    end(ending);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the input is converted to the type it declares
  private Payload runCode(ExecutionStarted first) throws Exception {
    Orchestrator<Object, Object> orchestrator = (Orchestrator<Object, Object>) code.factory().get();
    Object input = input(first);
    Object output = orchestrator.run(new ReplayContext(this, first, instanceId), input);
    return continueRequest == null ? converter.toPayload(output) : Payload.NULL;
  }

  private @Nullable Object input(ExecutionStarted first) {
    try {
      return code.input(first, converter);
    } catch (UnreadableInputException e) {
      progress = e.progress();
      throw coroutine.unwind();
    }
  }

  private void end(Supplier<ExecutionCompleted> ending) {
    ContinueRequest request = continueRequest;
    if (request == null) {
      ExecutionCompleted made = ending.get();
      ExecutionCompleted completed =
          decide(
              ExecutionCompleted.class,
              e -> e.status() == made.status(),
              () -> Descriptions.of(made),
              () -> made);
      requireNothingLeft("the code ends with status " + completed.status());
      progress = new Progress.Finished(completed);
      return;
    }
    ContinueAsNew next =
        decide(
            ContinueAsNew.class,
            e -> true,
            () -> Descriptions.continued(code.name()),
            () -> liveContinue(request));
    progress =
        new Progress.Continued(next, next.carryOver() ? leftOver() : List.of(), lastTaskId + 1);
  }

  private ContinueAsNew liveContinue(ContinueRequest request) {
    CallResolution.Found found = found(live.next(startedEvent(), request.choice()));
    return new ContinueAsNew(
        found.function(), found.how(), found.versionSetId(), request.input(), request.carryOver());
  }

  private List<EventRaised> leftOver() {
    List<EventRaised> left = new ArrayList<>(events.buffered());
    for (InputEvent input : inputs.subList(nextInput, inputs.size())) {
      if (input instanceof EventRaised event) {
        left.add(event);
      }
    }
    return left;
  }

  /** The next input to apply; waits for the next turn when this one has no more. */
  private InputEvent next() {
    while (nextInput == inputs.size()) {
      if (log.replaying()) {
        requireNothingLeft("the code waits");
        if (beginReplayTurn()) {
          continue;
        }
      }
      coroutine.yield();
    }
    trail.step();
    return inputs.get(nextInput++);
  }

  /** Moves to the next recorded turn that ran; false if there is none. */
  private boolean beginReplayTurn() {
    while (toReplay.hasNext()) {
      HistoryTurn turn = toReplay.next();
      unprocessed.addAll(turn.inputs());
      if (!turn.ran()) {
        continue;
      }
      eventsBefore += inputs.size() + log.recordedCount();
      inputs = List.copyOf(unprocessed);
      unprocessed.clear();
      nextInput = 0;
      now = turn.time();
      log.beginReplay(turn.decisions());
      if (endedByTermination(turn)) {
        return false;
      }
      return true;
    }
    return false;
  }

  private boolean endedByTermination(HistoryTurn turn) {
    if (turn.inputs().stream().noneMatch(ExecutionTerminated.class::isInstance)) {
      return false;
    }
    progress = new Progress.Finished((ExecutionCompleted) turn.decisions().getLast());
    nextInput = inputs.size();
    log.beginReplay(List.of());
    return true;
  }

  private void requireNothingLeft(String actual) {
    if (log.fellShort(actual)) {
      throw coroutine.unwind();
    }
  }

  /** The one switch over what an execution can be told. */
  private void apply(InputEvent input) {
    switch (input) {
      case ExecutionStarted e ->
          throw new IllegalStateException("execution " + e.executionId() + " was started twice");
      case TaskCompleted e -> complete(e.taskId(), e.result());
      case TaskFailed e -> fail(e.taskId(), e.failure());
      case SubOrchestrationInstanceCompleted e -> complete(e.taskId(), e.result());
      case SubOrchestrationInstanceFailed e -> fail(e.taskId(), e.failure());
      case TimerFired e -> complete(e.taskId(), Payload.NULL);
      case EventRaised e -> events.raise(e);
      // What these do happens outside the code: inputs stop coming, the execution is over, or an
      // activity waits elsewhere.
      case ExecutionSuspended e -> {}
      case ExecutionResumed e -> {}
      case ExecutionTerminated e -> {}
      case TaskQueued e -> {}
      case ExecutionRewound e -> rewound(e);
    }
  }

  @SuppressWarnings("NullAway") // a result may be null; the task's type says whether
  private void complete(int taskId, Payload result) {
    Open answered = open.remove(taskId);
    if (answered == null) {
      return; // cancelled, or answered before: a late answer has no effect
    }
    try {
      answered.task().complete(converter.fromPayload(result, answered.resultType()));
    } catch (DataConversionException e) {
      answered.task().fail(e);
    }
  }

  private void fail(int taskId, FailureDetails failure) {
    Open answered = open.remove(taskId);
    if (answered != null) {
      trail.failed(taskId);
      answered.task().fail(new TaskFailedException(answered.name(), taskId, failure));
    }
  }

  /** One that came too late for the code to learn of it. */
  private void noteFailure(InputEvent input) {
    if (input instanceof Answer answer
        && (input instanceof TaskFailed || input instanceof SubOrchestrationInstanceFailed)
        && open.containsKey(answer.taskId())) {
      trail.failed(answer.taskId());
    }
  }

  /** The failures are not in this history: the calls wait for their answers once more. */
  private void rewound(ExecutionRewound e) {
    lastTaskId = Math.max(lastTaskId, e.nextTaskId() - 1);
    for (int taskId : e.failed()) {
      Open waiting = open.get(taskId);
      if (waiting != null) {
        waiting.task().rewound();
      }
    }
  }

  // ---- what the context and its tasks stand on ----

  /** The code is told of a failure. */
  void learned(RuntimeException failure) {
    trail.learned(failure);
  }

  /** A retry has looked at a failure, and the code may never see it. */
  void retried(RuntimeException failure) {
    trail.retried(failure);
  }

  /** Checks that the context may be used here and now. */
  void check() {
    coroutine.checkUnwinding();
    if (!coroutine.isCurrentThread()) {
      throw new IllegalStateException(
          "the context of instance '"
              + instanceId
              + "' was used on thread '"
              + Thread.currentThread().getName()
              + "'; use it on the orchestrator's own thread, and do other work in activities");
    }
    if (inSideEffect) {
      throw new IllegalStateException(
          "a side effect must not use the context, since replay does not run it; take what it needs"
              + " from the context before");
    }
  }

  /** Checks that a new decision may be taken. */
  void checkOpen() {
    check();
    if (continueRequest != null) {
      throw new IllegalStateException(
          "continueAsNew was called; return from the orchestrator without further calls");
    }
  }

  void awaitDone(DurableTask<?> task) {
    check();
    if (inCallback && !task.isSettled()) {
      throw new IllegalStateException("a callback must not await; chain it with thenCompose");
    }
    while (!task.isSettled()) {
      apply(next());
    }
  }

  void inCallback(Runnable callback) {
    boolean outer = inCallback;
    inCallback = true;
    try {
      callback.run();
    } finally {
      inCallback = outer;
    }
  }

  /** Runs code that replay will not run, during which the context is closed. */
  <V extends @Nullable Object> V inSideEffect(Supplier<V> code) {
    inSideEffect = true;
    try {
      return code.get();
    } finally {
      inSideEffect = false;
    }
  }

  /**
   * Takes a decision, or finds it in history; leaves the thread if the code does not fit history.
   */
  <D extends DecisionEvent> D decide(
      Class<D> kind, Predicate<D> fits, Supplier<String> actual, Supplier<D> decision) {
    D decided = log.decide(kind, fits, actual, decision);
    if (decided == null) {
      throw coroutine.unwind();
    }
    trail.decided();
    return decided;
  }

  /** The function that was found; leaves the thread if there is none. */
  CallResolution.Found found(CallResolution resolution) {
    return switch (resolution) {
      case CallResolution.Found found -> found;
      case CallResolution.Unknown unknown -> {
        progress = new Progress.Interrupted(unknown.why());
        throw coroutine.unwind();
      }
      case CallResolution.NotFound missing -> {
        progress = new Progress.Unresolved(missing.explanation());
        throw coroutine.unwind();
      }
    };
  }

  void expect(int taskId, Open answer) {
    open.put(taskId, answer);
  }

  void forget(int taskId) {
    open.remove(taskId);
  }

  void requestContinue(Payload input, VersionChoice choice, boolean carryOver) {
    continueRequest = new ContinueRequest(input, choice, carryOver);
  }

  void customStatus(Payload status) {
    if (!status.equals(customStatus)) {
      customStatus = status;
      customStatusChanged = true;
    }
  }

  int nextTaskId() {
    return ++lastTaskId;
  }

  int lastTaskId() {
    return lastTaskId;
  }

  int nextCompletion() {
    return completions++;
  }

  Instant now() {
    return now;
  }

  boolean replaying() {
    return log.replaying();
  }

  ExternalEvents events() {
    return events;
  }

  DataConverter converter() {
    return converter;
  }

  LiveDecisions live() {
    return live;
  }

  OrchestratorCode code() {
    return code;
  }

  ExecutionStarted startedEvent() {
    if (started == null) {
      throw new IllegalStateException("the execution has not started");
    }
    return started;
  }
}
