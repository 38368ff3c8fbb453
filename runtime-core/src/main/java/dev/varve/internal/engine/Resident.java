package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.Management;
import dev.varve.internal.replay.Execution;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.TurnCommit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An instance this engine owns. It works like an actor: whoever sets {@code busy} moves it, one
 * move after the other, until nothing is left to do; everybody else posts mail. While a commit is
 * under way it stays busy, so that what arrives meanwhile goes into one next turn.
 *
 * <p>A move is one of: run the code over new inputs; carry out management, which needs no code;
 * leave, that is, give the instance up.
 */
final class Resident {
  private static final int HISTORY_PAGE = 1_000;

  private final String id;
  private final Core core;
  private final Host host;
  private final Queue<Mail> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean busy = new AtomicBoolean(true);
  private volatile boolean leaving;
  private volatile boolean over;

  // Written by the mover, read by whoever looks for idle or stuck instances.
  private volatile boolean holdsLocalWork;
  private volatile long weight;
  private volatile long touched;
  private volatile long turnBegan;

  // Touched by the mover only.
  private final InstanceState state;
  private final List<Mail> pending = new ArrayList<>(2);
  private final List<Mail> held = new ArrayList<>(0);
  private final Map<Integer, RunningActivity> running = new ConcurrentHashMap<>(4);
  private volatile @Nullable Execution execution;
  private Progress progress = new Progress.Waiting();
  private boolean managementOnly;
  private boolean parked;

  /** What a resident needs of the engine it lives in. */
  interface Host {
    CommitPipe commits();

    ActivityPool activities();

    /** The instance is not held here any more. */
    void gone(Resident resident);
  }

  Resident(
      String id, FunctionName function, OrchestrationRuntimeStatus status, Core core, Host host) {
    this.id = id;
    this.state = new InstanceState(id, function, status);
    this.core = core;
    this.host = host;
  }

  // ---- anybody ----

  String id() {
    return id;
  }

  FunctionName function() {
    return state.function();
  }

  void post(Mail mail) {
    mailbox.add(mail);
    nudge();
  }

  void post(List<InboxMessage> messages) {
    for (InboxMessage message : messages) {
      mailbox.add(new Mail(message.event(), message.id()));
    }
    nudge();
  }

  /** Gives the instance up as soon as it only waits for something outside. */
  void askToLeave() {
    leaving = true;
    nudge();
  }

  /** Gives the instance up although activities still run here; they will run again elsewhere. */
  void abandon() {
    if (busy.compareAndSet(false, true) && !over) {
      collect();
      leave(state.work().hasLocal());
    }
  }

  /** Whether it only waits for something outside, so that it can leave memory. */
  boolean isIdle() {
    return !busy.get() && mailbox.isEmpty() && !holdsLocalWork;
  }

  boolean isOver() {
    return over;
  }

  long weight() {
    return weight;
  }

  /** When it last came to rest, by the engine's clock. */
  long touched() {
    return touched;
  }

  /** When the turn that runs now began, by the engine's clock; 0 if none runs. */
  long turnBegan() {
    return turnBegan;
  }

  /** The thread of its code, if it is in memory. */
  Optional<Thread> thread() {
    Execution running = execution;
    return running == null ? Optional.empty() : Optional.of(running.thread());
  }

  private void nudge() {
    if (busy.compareAndSet(false, true)) {
      core.ports().scheduler().execute(this::step);
    }
  }

  // ---- the mover: beginning ----

  /** A claimed instance: brings it to where its history left it, and goes on. */
  void begin(ClaimedInstance claimed) {
    parked = claimed.parked();
    managementOnly = parked || !hasCode();
    for (InboxMessage message : claimed.messages()) {
      pending.add(new Mail(message.event(), message.id()));
    }
    try {
      history(claimed.history());
      if (!claimed.historyComplete()) {
        load(state.lastSequence());
      }
    } catch (RuntimeException e) {
      EngineLog.log.error("instance '{}' could not be loaded and is given back", id, e);
      leave(false);
      return;
    }
    if (managementOnly || beforeItsTime()) {
      managementOnly = true;
      step();
    } else if (claimed.crashes() > core.settings().maxCrashes()) {
      park(InstanceCondition.POISON, Explanations.poison(id, state.function(), claimed.crashes()));
    } else if (!parkIfStuck(List.of()) && restartLocalWork()) {
      step();
    }
  }

  /** An instance that is started here: its start may still be on its way to the store. */
  void begin(HistoryTurn first) {
    history(List.of(first));
    step();
  }

  /** A delayed start that is not due yet can be claimed, but for management only. */
  private boolean beforeItsTime() {
    Instant start = state.started().scheduledStart();
    return !state.hasRun() && start != null && start.isAfter(core.time().now());
  }

  private void load(long afterSequence) {
    List<HistoryTurn> page;
    long after = afterSequence;
    do {
      page = core.hub().history(id, after, HISTORY_PAGE);
      history(page);
      after = state.lastSequence();
    } while (page.size() == HISTORY_PAGE);
  }

  private void history(List<HistoryTurn> turns) {
    turns.forEach(state::apply);
    if (!managementOnly && !turns.isEmpty()) {
      progress = code().replay(turns).progress();
    }
  }

  private Execution code() {
    Execution loaded = execution;
    if (loaded == null) {
      loaded =
          new Execution(
              id,
              core.registry().orchestrator(state.function()).orElseThrow(),
              core.converter(),
              host.commits().decisions(),
              core.ports().scheduler().orchestratorThreads());
      execution = loaded;
    }
    return loaded;
  }

  /** Starts again what was local to an owner before; false if that waits for a commit. */
  private boolean restartLocalWork() {
    List<TaskScheduled> foreign = new ArrayList<>(0);
    List<TaskScheduled> open = new ArrayList<>(state.work().local());
    open.removeIf(task -> pending.stream().anyMatch(mail -> answers(mail, task)));
    if (state.isSuspended()) {
      return true;
    }
    for (TaskScheduled task : open) {
      if (!core.registry().activities().containsKey(task.function())) {
        foreign.add(task);
      }
    }
    open.removeAll(foreign);
    start(open);
    return foreign.isEmpty() || queue(foreign);
  }

  /**
   * Activities that this build does not have go to the queue, with a turn that tells nothing else.
   */
  private boolean queue(List<TaskScheduled> activities) {
    HistoryTurn turn =
        state.next(core.time().now(), core.ports().ids().commitId(), false, List.of(), List.of());
    return submit(builder(turn, List.of()).queued(activities));
  }

  private void start(List<TaskScheduled> activities) {
    for (TaskScheduled task : activities) {
      ActivityCode code = core.registry().activity(task.function()).orElseThrow();
      RunningActivity activity =
          new RunningActivity(code, id, state.started().executionId(), task, core, this::ended);
      running.put(task.taskId(), activity);
      host.activities().start(activity);
    }
  }

  private void ended(RunningActivity activity, Answer answer) {
    if (running.remove(activity.taskId(), activity)) {
      post(Mail.local(answer));
    }
  }

  private void cancelActivities() {
    running.values().forEach(Resident::cancel);
    running.clear();
  }

  private static void cancel(@Nullable RunningActivity activity) {
    if (activity != null) {
      activity.cancel();
    }
  }

  private static boolean answers(Mail mail, TaskScheduled task) {
    return mail.event() instanceof Answer answer && answer.taskId() == task.taskId();
  }

  // ---- the mover: moving ----

  private void step() {
    while (!over) {
      collect();
      if (!move() || over) {
        return; // it goes on when the commit is through, or never
      }
      collect();
      if (pending.isEmpty() && !canRun() && !canLeave()) {
        comeToRest();
        if ((mailbox.isEmpty() && !leaving) || !busy.compareAndSet(false, true)) {
          return;
        }
      }
    }
  }

  private void comeToRest() {
    weight = state.weight();
    holdsLocalWork = state.work().hasLocal();
    touched = core.ports().clock().nanoTime();
    busy.set(false);
  }

  private void collect() {
    for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      pending.add(mail);
    }
  }

  private boolean canRun() {
    return state.unrun() && !managementOnly && !state.isSuspended();
  }

  private boolean canLeave() {
    return (leaving || managementOnly || state.isSuspended()) && !state.work().hasLocal();
  }

  /** Makes one move, if there is one; false if the next one waits for a commit. */
  private boolean move() {
    int management = nextManagement();
    if (management >= 0 && comesNext(management)) {
      return manage(pending.remove(management));
    }
    if (state.isSuspended() || managementOnly) {
      hold();
      return !canLeave() || leave(false);
    }
    if (!pending.isEmpty() || canRun()) {
      return turn(management < 0 ? pending.size() : management);
    }
    return !canLeave() || leave(false);
  }

  /** The place of the first management message, a termination before all others; -1 if none. */
  private int nextManagement() {
    int first = -1;
    for (int i = 0; i < pending.size(); i++) {
      InputEvent event = pending.get(i).event();
      if (event instanceof ExecutionTerminated) {
        return i;
      }
      if (first < 0 && event instanceof Management) {
        first = i;
      }
    }
    return first;
  }

  /** Termination goes before everything; others keep their place behind what arrived earlier. */
  private boolean comesNext(int management) {
    return management == 0
        || managementOnly
        || state.isSuspended()
        || pending.get(management).event() instanceof ExecutionTerminated;
  }

  /**
   * Results that exist only here go to the inbox; the rest is there already, and waits here too.
   */
  private void hold() {
    for (Mail mail : pending) {
      if (mail.isLocal()) {
        state.work().answered(mail.event());
        Optional<String> execution = Optional.of(state.started().executionId());
        host.commits().deposit(new Message(id, execution, mail.event()));
      } else {
        held.add(mail);
      }
    }
    pending.clear();
  }

  // ---- the mover: turns ----

  /** Runs the code over the first so many messages. */
  private boolean turn(int count) {
    List<Mail> next = pending.subList(0, count);
    List<Mail> taken = List.copyOf(next);
    next.clear();
    List<InputEvent> inputs = events(taken);
    HistoryTurn frame =
        state.next(core.time().now(), core.ports().ids().commitId(), true, inputs, List.of());
    TurnResult result = run(frame);
    progress = result.progress();
    if (parkIfStuck(taken)) {
      return true;
    }
    HistoryTurn turn =
        new HistoryTurn(
            frame.sequence(), frame.time(), frame.commitId(), true, inputs, result.decisions());
    return submit(decided(turn, taken, result));
  }

  private TurnResult run(HistoryTurn frame) {
    turnBegan = core.ports().clock().nanoTime() | 1;
    try {
      return code().run(frame.time(), frame.inputs());
    } finally {
      turnBegan = 0;
    }
  }

  private TurnBuilder decided(HistoryTurn turn, List<Mail> taken, TurnResult result) {
    turn.inputs().forEach(state.work()::answered);
    List<EventRaised> carried = List.of();
    int nextTaskId = 0;
    boolean goesOn = true;
    switch (result.progress()) {
      case Progress.Continued next -> {
        carried = next.carried();
        nextTaskId = next.nextTaskId();
        goesOn = false;
      }
      case Progress.Finished finished -> goesOn = false;
      case Progress.Waiting waiting -> {}
      case Progress.Diverged diverged -> throw new IllegalStateException("parked before");
      case Progress.Unresolved unresolved -> throw new IllegalStateException("parked before");
    }
    TurnBuilder builder =
        builder(turn, taken).decisions(carried, nextTaskId, result.customStatus());
    boolean firstTurn = state.status() == OrchestrationRuntimeStatus.PENDING;
    if (goesOn && (firstTurn || result.customStatusChanged())) {
      builder.status(OrchestrationRuntimeStatus.RUNNING, result.customStatus());
    }
    return builder;
  }

  private TurnBuilder builder(HistoryTurn turn, List<Mail> taken) {
    List<Long> consumed = new ArrayList<>(taken.size());
    for (Mail mail : taken) {
      if (!mail.isLocal()) {
        consumed.add(mail.inboxId());
      }
    }
    return new TurnBuilder(id, state.started(), state.work(), core.ports().ids(), turn, consumed);
  }

  private static List<InputEvent> events(List<Mail> mails) {
    List<InputEvent> events = new ArrayList<>(mails.size());
    for (Mail mail : mails) {
      events.add(mail.event());
    }
    return events;
  }

  // ---- the mover: management ----

  private boolean manage(Mail mail) {
    return switch ((Management) mail.event()) {
      case ExecutionTerminated reason -> terminate(mail, reason);
      case ExecutionSuspended suspended -> note(mail, OrchestrationRuntimeStatus.SUSPENDED);
      case ExecutionResumed resumed ->
          note(
              mail,
              state.hasRun()
                  ? OrchestrationRuntimeStatus.RUNNING
                  : OrchestrationRuntimeStatus.PENDING);
    };
  }

  private boolean terminate(Mail mail, ExecutionTerminated reason) {
    List<Mail> taken = new ArrayList<>(pending);
    taken.add(mail);
    pending.clear();
    List<InputEvent> inputs = events(taken);
    inputs.forEach(state.work()::answered);
    ExecutionCompleted ended =
        new ExecutionCompleted(OrchestrationRuntimeStatus.TERMINATED, reason.output(), null);
    HistoryTurn turn =
        state.next(core.time().now(), core.ports().ids().commitId(), true, inputs, List.of(ended));
    TurnBuilder builder = builder(turn, taken);
    if (reason.recursive()) {
      builder.terminateChildren(reason);
    }
    return submit(builder.decisions(List.of(), 0, state.customStatus()));
  }

  /** Suspending what is suspended, or resuming what is not, is on record and changes nothing. */
  private boolean note(Mail mail, OrchestrationRuntimeStatus next) {
    HistoryTurn turn =
        state.next(
            core.time().now(),
            core.ports().ids().commitId(),
            false,
            List.of(mail.event()),
            List.of());
    TurnBuilder builder = builder(turn, List.of(mail));
    if (state.isSuspended() != (next == OrchestrationRuntimeStatus.SUSPENDED)) {
      builder.status(next, state.customStatus());
    }
    return submit(builder);
  }

  // ---- the mover: commits ----

  private boolean submit(TurnBuilder builder) {
    TurnCommit commit = builder.commit();
    return host.commits().commit(commit, outcome -> settled(builder, commit, outcome), this::step);
  }

  private void settled(TurnBuilder builder, TurnCommit commit, CommitOutcome outcome) {
    switch (outcome) {
      case CommitOutcome.Committed committed -> {
        core.time().learn(committed.storeTime());
        committed(builder, commit);
      }
      case CommitOutcome.Fenced fenced -> {
        EngineLog.log.info("instance '{}' is not held here any more: {}", id, fenced.why());
        drop();
      }
      case CommitOutcome.TooLarge large ->
          park(InstanceCondition.POISON, Explanations.tooLarge(id, large));
    }
  }

  private void committed(TurnBuilder builder, TurnCommit commit) {
    state.committed(commit.turn());
    commit.status().ifPresent(state::apply);
    if (state.status().isFinished()) {
      drop();
      return;
    }
    if (commit.next().isPresent()) {
      continued(commit.next().get());
      return;
    }
    if (!state.isSuspended()) {
      pending.addAll(held);
      held.clear();
    }
    noted(commit.turn());
    for (int canceled : builder.canceledLocal()) {
      cancel(running.remove(canceled));
    }
    start(builder.local());
  }

  /** What was recorded without running code is for the code to see next. */
  private void noted(HistoryTurn turn) {
    if (turn.ran()) {
      return;
    }
    boolean resumed = turn.inputs().stream().anyMatch(ExecutionResumed.class::isInstance);
    if (parked && resumed && hasCode()) {
      managementOnly = false; // resuming a parked instance is to try it again
      parked = false;
      load(0);
      parkIfStuck(List.of());
    } else if (execution != null) {
      progress = code().replay(List.of(turn)).progress();
    }
  }

  private boolean hasCode() {
    return core.registry().orchestrators().containsKey(state.function());
  }

  private void continued(TurnCommit.NextExecution next) {
    forgetCode();
    cancelActivities();
    pending.removeIf(Mail::isLocal);
    if (!core.registry().orchestrators().containsKey(next.function())) {
      over = true; // the commit gave the instance up: this worker cannot run the next version
      host.gone(this);
      return;
    }
    history(List.of(next.turn()));
  }

  // ---- the mover: leaving ----

  private boolean parkIfStuck(List<Mail> taken) {
    return switch (progress) {
      case Progress.Diverged diverged -> {
        pending.addAll(taken);
        yield park(InstanceCondition.DIVERGED, diverged.divergence().message());
      }
      case Progress.Unresolved unresolved -> {
        pending.addAll(taken);
        yield park(
            InstanceCondition.UNRESOLVED,
            Explanations.unresolved(id, state.function(), unresolved.explanation()));
      }
      case Progress.Waiting waiting -> false;
      case Progress.Finished finished -> false;
      case Progress.Continued continued -> false;
    };
  }

  private boolean park(InstanceCondition condition, String explanation) {
    EngineLog.log.warn("instance '{}' is parked: {}", id, explanation);
    ParkRecord why = new ParkRecord(condition, explanation, core.settings().build());
    return release(Optional.of(why), false);
  }

  private boolean leave(boolean due) {
    return release(Optional.empty(), due);
  }

  private boolean release(Optional<ParkRecord> why, boolean due) {
    collect();
    List<InputEvent> results = new ArrayList<>(0);
    for (Mail mail : pending) {
      if (mail.isLocal()) {
        results.add(mail.event());
      }
    }
    drop();
    host.commits().release(new Release(id, results, why, due));
    return true;
  }

  /** Forgets the instance without a word to the store: it has ended, or is somebody else's. */
  private void drop() {
    over = true;
    forgetCode();
    cancelActivities();
    host.gone(this);
  }

  /** The session is over, and with it the hold on the instance. */
  void lost() {
    over = true;
    if (busy.compareAndSet(false, true)) {
      forgetCode();
    }
    cancelActivities();
  }

  private void forgetCode() {
    Execution loaded = execution;
    if (loaded != null && loaded.evict()) {
      EngineLog.log.error(
          "{} of instance '{}' catches Throwable in a loop and does not leave its thread, which is"
              + " lost; let Errors pass",
          state.function(),
          id);
    }
    execution = null;
  }

  String executionId() {
    return state.started().executionId();
  }
}
