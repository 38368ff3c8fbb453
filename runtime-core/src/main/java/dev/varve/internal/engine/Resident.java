package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.Management;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.internal.replay.LiveDecisions;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An instance this engine owns. It works like an actor: whoever sets {@code busy} moves it, one
 * move after the other, until nothing is left to do; everybody else posts mail. While a commit is
 * under way it stays busy, so that what arrives meanwhile goes into one next turn.
 *
 * <p>A move is one of: run the code over new inputs; carry out management, which needs no code;
 * leave, that is, give the instance up. While the instance is on hold (suspended, parked, or here
 * for management only) its code does not run: results that exist only here go to its inbox, and it
 * leaves when no activity runs here any more.
 *
 * <p>One class over 400 lines, since the moves share the mover's state and must be read together.
 */
final class Resident {
  private static final int HISTORY_PAGE = 1_000;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String id;
  private final Core core;
  private final Host host;
  private final Queue<Mail> mailbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean busy = new AtomicBoolean(true);
  private final LocalActivities activities;
  private final ResidentCode code;
  private volatile boolean leaving;
  private volatile boolean over;

  // Written by the mover when it comes to rest, read by whoever looks for somebody to evict.
  private volatile long weight;
  private volatile long touched;

  // Touched by the mover only.
  private final InstanceState state;
  private final List<Mail> pending = new ArrayList<>(2);
  private final List<Mail> held = new ArrayList<>(0);
  private boolean managementOnly;
  private boolean claimedParked;
  private Runnable beforeWrites = () -> {};
  private @Nullable ParkRecord parking;
  private int crashes;
  private boolean quarantined;
  private boolean unread;
  private boolean moreHistory;
  private boolean setBack;
  private long readTo;
  private Duration pause = FIRST_PAUSE;

  /** What a resident needs of the engine it lives in. */
  interface Host {
    CommitPipe commits();

    ActivityPool activities();

    /** Whether the engine takes up nothing new. */
    boolean isDraining();

    /** The instance is not held here any more. */
    void gone(Resident resident);
  }

  Resident(
      String id, FunctionName function, OrchestrationRuntimeStatus status, Core core, Host host) {
    this.id = id;
    this.state = new InstanceState(id, function, status);
    this.core = core;
    this.host = host;
    this.code = new ResidentCode(id, core);
    this.activities = new LocalActivities(id, core, host.activities(), mailbox::add, this::nudge);
  }

  // ---- anybody ----

  String id() {
    return id;
  }

  FunctionName function() {
    return state.function();
  }

  ResidentCode code() {
    return code;
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
      leave();
    }
  }

  /** The session is over, and with it the hold on the instance. */
  void lost() {
    over = true;
    activities.end();
    if (busy.compareAndSet(false, true)) {
      code.forget(); // otherwise the mover does it
    }
  }

  /** Whether it only waits for something outside, so that it can leave memory. */
  boolean isIdle() {
    return !busy.get() && mailbox.isEmpty() && activities.isEmpty();
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

  private void nudge() {
    if (busy.compareAndSet(false, true)) {
      core.ports().scheduler().execute(() -> guarded(this::moveOn));
    }
  }

  // ---- the mover: beginning ----

  /** A claimed instance: brings it to where its history left it, and goes on. */
  void begin(ClaimedInstance claimed) {
    claimedParked = claimed.parked();
    managementOnly = claimedParked || !hasCode();
    crashes = claimed.crashes();
    quarantined = crashes > core.settings().maxCrashes();
    // Owners died on it before: to give it up as soon as it waits clears it of the suspicion.
    if (crashes > 0) {
      leaving = true;
    }
    for (InboxMessage message : claimed.messages()) {
      pending.add(new Mail(message.event(), message.id()));
    }
    unread = true;
    moreHistory = !claimed.historyComplete();
    guarded(() -> {
      apply(claimed.history());
      moveOn();
    });
  }

  /**
   * An instance that is started here.
   *
   * @param start tells the store of the start; runs before the first write about the instance
   */
  void begin(HistoryTurn first, Runnable start) {
    beforeWrites = start;
    guarded(() -> {
      apply(List.of(first));
      moveOn();
    });
  }

  /** Whatever goes wrong in here must not leave the instance without a mover. */
  private void guarded(Runnable moves) {
    try {
      moves.run();
    } catch (RuntimeException | Error e) {
      if (over) {
        code.forget();
        return;
      }
      EngineLog.log.error("instance '{}' cannot be worked on and is parked", id, e);
      park(InstanceCondition.POISON, Explanations.unusable(id, e));
      leave();
    }
    if (over) {
      code.forget(); // it may have been lost to others while a commit was under way
    }
  }

  // ---- the mover: reading ----

  /** Comes to where the history left it; false if it goes on later. */
  private boolean read() {
    if (!setBack) {
      readHistory();
    }
    if (setBack) {
      goOnLater();
      return false;
    }
    unread = false;
    managementOnly |= beforeItsTime();
    // With activities open they are the suspects, and are tried through the queue.
    if (quarantined && !managementOnly && unanswered().isEmpty()) {
      park(InstanceCondition.POISON, Explanations.poison(id, state.function(), crashes));
    } else {
      parkIfStuck(List.of());
    }
    return restartActivities();
  }

  private void readHistory() {
    try {
      while (moreHistory) {
        List<HistoryTurn> page = core.hub().history(id, readTo, HISTORY_PAGE);
        apply(page);
        moreHistory = page.size() == HISTORY_PAGE;
      }
    } catch (StorageException e) {
      if (e.getCause() instanceof HistoryFormatException) {
        throw e; // damaged rows are not read better by trying again
      }
      setBack("its history could not be read: " + e.getMessage());
      return;
    }
    if (readTo < state.lastSequence()) {
      setBack("its start is not durable so far");
    }
  }

  /** The store failed, not the code: it is tried again after a pause that grows. */
  private void setBack(String why) {
    if (pause.equals(FIRST_PAUSE)) {
      EngineLog.log.warn("instance '{}' cannot go on now and is tried again: {}", id, why);
    }
    beforeWrites();
    readAnew();
    setBack = true;
  }

  private void goOnLater() {
    setBack = false;
    if (host.isDraining() && activities.isEmpty()) {
      leave();
      return;
    }
    EngineScheduler scheduler = core.ports().scheduler();
    scheduler.schedule(pause, () -> scheduler.execute(() -> guarded(this::moveOn)));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private void apply(List<HistoryTurn> turns) {
    for (HistoryTurn turn : turns) {
      if (turn.sequence() > state.lastSequence()) {
        state.apply(turn); // the code may have to be brought there again, the state never
      }
      readTo = turn.sequence();
    }
    if (!managementOnly && !turns.isEmpty()) {
      code.replay(state.function(), decisions(), turns);
    }
  }

  /** The code has to be brought again to where the history left it. */
  private void readAnew() {
    code.forget();
    unread = true;
    moreHistory = true;
    readTo = 0;
  }

  private LiveDecisions decisions() {
    LiveDecisions usual = host.commits().decisions();
    return quarantined ? new QuarantinedDecisions(usual) : usual;
  }

  private boolean hasCode() {
    return core.registry().orchestrators().containsKey(state.function());
  }

  /** A delayed start that is not due yet can be claimed, but for management only. */
  private boolean beforeItsTime() {
    Instant start = state.started().scheduledStart();
    return !state.hasRun() && start != null && start.isAfter(core.time().now());
  }

  /** Starts again what was under way with an owner before; false if that waits for a commit. */
  private boolean restartActivities() {
    if (onHold() || host.isDraining()) {
      return true;
    }
    List<TaskScheduled> foreign = new ArrayList<>(0);
    for (TaskScheduled task : unanswered()) {
      if (activities.canRun(task) && !quarantined) {
        activities.start(state.started().executionId(), task);
      } else {
        foreign.add(task);
      }
    }
    return foreign.isEmpty() || queue(foreign);
  }

  /** Open local activities that do not run, and whose answers are not here. */
  private List<TaskScheduled> unanswered() {
    List<TaskScheduled> unanswered = new ArrayList<>(state.work().local());
    unanswered.removeIf(this::runsOrIsAnswered);
    return unanswered;
  }

  /** In this order: an activity that does not run any more has posted its answer. */
  private boolean runsOrIsAnswered(TaskScheduled task) {
    if (activities.runs(task)) {
      return true;
    }
    collect();
    return answers(pending, task) || answers(held, task);
  }

  private static boolean answers(List<Mail> mails, TaskScheduled task) {
    for (Mail mail : mails) {
      if (mail.event() instanceof Answer answer && answer.taskId() == task.taskId()) {
        return true;
      }
    }
    return false;
  }

  /** Activities that are not to run here go to the queue, with a turn that tells nothing else. */
  private boolean queue(List<TaskScheduled> foreign) {
    List<InputEvent> handed = new ArrayList<>(foreign.size());
    foreign.forEach(task -> handed.add(new TaskQueued(task.taskId())));
    return submit(builder(note(handed), List.of()).handOver());
  }

  // ---- the mover: moving ----

  private void moveOn() {
    while (!over) {
      if (unread) {
        if (!read()) {
          return; // it goes on after a pause, or when a commit is through
        }
        continue;
      }
      collect();
      if (!move() || over) {
        return; // it goes on when the commit is through, or never
      }
      collect();
      if (!unread && pending.isEmpty() && !canRun() && !canLeave()) {
        comeToRest();
        if (!isCalled() || !busy.compareAndSet(false, true)) {
          return;
        }
      }
    }
  }

  /**
   * Whether there is something to do for one that has come to rest. One that was asked to leave
   * stays while its activities run; their answers call it.
   */
  private boolean isCalled() {
    return !mailbox.isEmpty() || (leaving && activities.isEmpty());
  }

  private void comeToRest() {
    weight = state.weight();
    touched = core.ports().clock().nanoTime();
    busy.set(false);
  }

  private void collect() {
    for (Mail mail = mailbox.poll(); mail != null; mail = mailbox.poll()) {
      pending.add(mail);
    }
  }

  /** Makes one move, if there is one; false if the next one waits for a commit. */
  private boolean move() {
    int management = nextManagement();
    if (management >= 0 && comesNext(management)) {
      return manage(pending.remove(management));
    }
    if (onHold()) {
      hold();
      return !canLeave() || leave();
    }
    if (!pending.isEmpty() || canRun()) {
      return turn(management < 0 ? pending.size() : management);
    }
    return !canLeave() || leave();
  }

  /** Whether the code may not run here now. */
  private boolean onHold() {
    return managementOnly || parking != null || state.isSuspended();
  }

  private boolean canRun() {
    return state.unrun() && !onHold();
  }

  private boolean canLeave() {
    return (leaving || onHold()) && activities.isEmpty() && mailbox.isEmpty();
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

  /**
   * Termination goes before everything; others keep their place behind what arrived earlier. While
   * the instance is being parked the others wait in its inbox: to resume it is to try it again,
   * which has to come after the park.
   */
  private boolean comesNext(int management) {
    if (pending.get(management).event() instanceof ExecutionTerminated) {
      return true;
    }
    return parking == null && (management == 0 || onHold());
  }

  /**
   * Results that exist only here go to the inbox; the rest is there already, and waits here too.
   */
  private void hold() {
    for (Mail mail : pending) {
      if (mail.isLocal()) {
        state.work().told(mail.event());
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
    List<InputEvent> inputs = new ArrayList<>(taken.size());
    taken.forEach(mail -> inputs.add(mail.event()));
    HistoryTurn frame =
        state.next(core.time().now(), core.ports().ids().commitId(), true, inputs, List.of());
    TurnResult result = code.run(frame);
    return parkIfStuck(taken)
        || parkIfTooLarge(result.decisions(), taken)
        || submit(decided(frame.decided(result.decisions()), taken, result));
  }

  private TurnBuilder decided(HistoryTurn turn, List<Mail> taken, TurnResult result) {
    turn.inputs().forEach(state.work()::told);
    List<EventRaised> carried = List.of();
    int nextTaskId = 0;
    if (result.progress() instanceof Progress.Continued next) {
      carried = next.carried();
      nextTaskId = next.nextTaskId();
    }
    TurnBuilder builder =
        builder(turn, taken).decisions(carried, nextTaskId, result.customStatus());
    boolean firstTurn = state.status() == OrchestrationRuntimeStatus.PENDING;
    if (result.progress() instanceof Progress.Waiting
        && (firstTurn || result.customStatusChanged())) {
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

  /** A turn that records inputs without running the code. */
  private HistoryTurn note(List<InputEvent> inputs) {
    return state.next(core.time().now(), core.ports().ids().commitId(), false, inputs, List.of());
  }

  // ---- the mover: management ----

  private boolean manage(Mail mail) {
    return switch ((Management) mail.event()) {
      case ExecutionTerminated reason -> terminate(mail, reason);
      case ExecutionSuspended suspended -> suspendOrResume(mail, true);
      case ExecutionResumed resumed -> suspendOrResume(mail, false);
    };
  }

  private boolean terminate(Mail mail, ExecutionTerminated reason) {
    List<Mail> taken = new ArrayList<>(pending);
    taken.add(mail);
    pending.clear();
    List<InputEvent> inputs = new ArrayList<>(taken.size());
    taken.forEach(each -> inputs.add(each.event()));
    inputs.forEach(state.work()::told);
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
  private boolean suspendOrResume(Mail mail, boolean suspend) {
    TurnBuilder builder = builder(note(List.of(mail.event())), List.of(mail));
    if (state.isSuspended() != suspend) {
      OrchestrationRuntimeStatus awake =
          state.hasRun() ? OrchestrationRuntimeStatus.RUNNING : OrchestrationRuntimeStatus.PENDING;
      builder.status(suspend ? OrchestrationRuntimeStatus.SUSPENDED : awake, state.customStatus());
    }
    return submit(builder);
  }

  // ---- the mover: commits ----

  /**
   * Commits a turn; false if the outcome is not there at once and the mover goes on with it later.
   */
  private boolean submit(TurnBuilder builder) {
    TurnCommit commit = builder.commit();
    beforeWrites();
    CommitOutcome outcome =
        host.commits()
            .commit(
                commit,
                later ->
                    guarded(() -> {
                      settled(builder, commit, later.get());
                      moveOn();
                    }));
    if (outcome == null) {
      return false;
    }
    settled(builder, commit, outcome);
    return true;
  }

  private void settled(TurnBuilder builder, TurnCommit commit, CommitOutcome outcome) {
    if (over) {
      return; // lost to others meanwhile
    }
    switch (outcome) {
      case CommitOutcome.Committed committed -> {
        core.time().learn(committed.storeTime());
        committed.dropped().forEach(this::reportDropped);
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

  /** An event is lost by that; what else is dropped was for somebody who has ended meanwhile. */
  private void reportDropped(Message message) {
    if (message.event() instanceof EventRaised) {
      EngineLog.log.warn(
          "an event from instance '{}' to instance '{}' is dropped: no such instance exists, or it"
              + " has ended",
          id,
          message.instanceId());
    }
  }

  private void committed(TurnBuilder builder, TurnCommit commit) {
    crashes = 0;
    pause = FIRST_PAUSE;
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
    if (!commit.turn().ran()) {
      noted(commit.turn());
    }
    if (!onHold() && !held.isEmpty()) {
      pending.addAll(held);
      held.clear();
    }
    builder.canceledLocal().forEach(activities::cancel);
    if (host.isDraining()) {
      return; // whoever takes the instance up next starts what was scheduled
    }
    for (TaskScheduled task : builder.local()) {
      activities.start(state.started().executionId(), task);
    }
  }

  /** What was recorded without running the code is for the code to see next. */
  private void noted(HistoryTurn turn) {
    boolean resumed = turn.inputs().stream().anyMatch(ExecutionResumed.class::isInstance);
    if (resumed && claimedParked && hasCode()) {
      managementOnly = beforeItsTime(); // to resume a parked instance is to try it again
      claimedParked = false;
      readAnew();
      return;
    }
    if (code.isLoaded()) {
      code.replay(state.function(), decisions(), List.of(turn));
    }
    if (resumed && !onHold()) {
      restartAfterResume();
    }
  }

  private void restartAfterResume() {
    for (TaskScheduled task : state.work().local()) {
      if (!activities.canRun(task)) {
        leaving = true; // whoever takes the instance up next hands the activity to the queue
      } else if (!runsOrIsAnswered(task)) {
        activities.start(state.started().executionId(), task);
      }
    }
  }

  private void continued(TurnCommit.NextExecution next) {
    code.forget();
    activities.cancelAll();
    pending.removeIf(Mail::isLocal);
    if (!core.registry().orchestrators().containsKey(next.function())) {
      over = true; // the commit gave the instance up: this worker cannot run the next version
      host.gone(this);
      return;
    }
    apply(List.of(next.turn()));
  }

  // ---- the mover: leaving ----

  /** Parks the instance if its code cannot go on; the inputs of the turn go back. */
  private boolean parkIfStuck(List<Mail> taken) {
    return switch (code.progress()) {
      case Progress.Diverged diverged -> {
        pending.addAll(0, taken);
        yield park(InstanceCondition.DIVERGED, diverged.divergence().message());
      }
      case Progress.Unresolved unresolved -> {
        pending.addAll(0, taken);
        yield park(
            InstanceCondition.UNRESOLVED,
            Explanations.unresolved(id, state.function(), unresolved.explanation()));
      }
      case Progress.Interrupted interruption -> {
        pending.addAll(0, taken);
        setBack(interruption.why());
        yield true;
      }
      case Progress.Waiting waiting -> false;
      case Progress.Finished finished -> false;
      case Progress.Continued continued -> false;
    };
  }

  private boolean parkIfTooLarge(List<DecisionEvent> decisions, List<Mail> taken) {
    Optional<CommitOutcome.TooLarge> large =
        PayloadLimit.exceeded(decisions, core.capabilities().maxPayload());
    if (large.isEmpty()) {
      return false;
    }
    pending.addAll(0, taken);
    return park(InstanceCondition.POISON, Explanations.tooLarge(id, large.get()));
  }

  /** From here on it is on hold; it leaves when no activity runs whose result would be lost. */
  private boolean park(InstanceCondition condition, String explanation) {
    EngineLog.log.warn("instance '{}' is parked: {}", id, explanation);
    parking = new ParkRecord(condition, explanation, core.settings().build());
    return true;
  }

  /**
   * With activities open that do not run, the instance is due at once: somebody has to run them. So
   * it is if its history was not read, which is how to find out.
   */
  private boolean leave() {
    collect();
    boolean due = unread || state.work().hasLocal();
    List<InputEvent> results = new ArrayList<>(0);
    for (Mail mail : pending) {
      if (mail.isLocal()) {
        results.add(mail.event());
      }
    }
    beforeWrites();
    over = true;
    // Before the instance is gone: whoever waits for the last one must find its release under way.
    host.commits().release(new Release(id, results, Optional.ofNullable(parking), due));
    drop();
    return true;
  }

  private void beforeWrites() {
    beforeWrites.run();
    beforeWrites = () -> {};
  }

  /** Forgets the instance without a word to the store: it has ended, or is somebody else's. */
  private void drop() {
    over = true;
    code.forget();
    activities.end();
    host.gone(this);
  }
}
