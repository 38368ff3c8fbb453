package dev.varve.internal.engine;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionRewound;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.InputEvent.Management;
import dev.varve.internal.replay.LiveDecisions;
import dev.varve.internal.replay.TurnResult;
import dev.varve.internal.replay.TurnResult.Progress;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.Message;
import dev.varve.storage.Release;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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
 * <p>One class over 500 lines, since the moves share the mover's state and must be read together.
 */
final class Resident {
  private final String id;
  private final Core core;
  private final Host host;
  private final ResidentMail mail;
  private final AtomicInteger deposits = new AtomicInteger();
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
  private final TurnDrafts drafts;
  private final Reading reading;
  private final Parking parking;
  private final Rewinds rewinds;
  private boolean managementOnly;
  private boolean claimedParked;
  private Runnable beforeWrites = () -> {};
  private int crashes;
  private boolean quarantined;

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
    this.mail = new ResidentMail(state);
    this.core = core;
    this.host = host;
    this.code = new ResidentCode(id, core);
    this.activities = new LocalActivities(id, core, host.activities(), mail::post, this::nudge);
    this.drafts = new TurnDrafts(core, state);
    this.reading = new Reading(id, core);
    this.parking = new Parking(id, core);
    this.rewinds = new Rewinds(core, core.time()::now);
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
      mail.post(new Mail(message.event(), message.id()));
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
    return !busy.get() && mail.isMailboxEmpty() && activities.isEmpty();
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
      mail.claimed(new Mail(message.event(), message.id()));
    }
    reading.begin(!claimed.historyComplete());
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
      parking.unusable(e);
      leave();
    }
    if (over) {
      code.forget(); // it may have been lost to others while a commit was under way
    }
  }

  // ---- the mover: reading ----

  /** Comes to where the history left it; false if it goes on later. */
  private boolean read() {
    if (!reading.read(this::apply, state.lastSequence())) {
      code.forget();
      goOnLater();
      return false;
    }
    managementOnly |= beforeItsTime();
    // With activities open they are the suspects, and are tried through the queue.
    if (quarantined && !managementOnly && unanswered().isEmpty()) {
      parking.deadly(state.function(), crashes);
    } else {
      isStuck(List.of());
    }
    return restartActivities();
  }

  private void goOnLater() {
    Duration pause = reading.pause();
    if (host.isDraining() && activities.isEmpty()) {
      leave();
      return;
    }
    EngineScheduler scheduler = core.ports().scheduler();
    scheduler.schedule(pause, () -> scheduler.execute(() -> guarded(this::moveOn)));
  }

  private void apply(List<HistoryTurn> turns) {
    for (HistoryTurn turn : turns) {
      if (turn.sequence() > state.lastSequence()) {
        state.apply(turn); // the code may have to be brought there again, the state never
      }
      reading.readTo(turn.sequence());
    }
    if (!managementOnly && !turns.isEmpty()) {
      code.replay(state.started(), decisions(), turns);
    }
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
    return foreign.isEmpty() || submit(drafts.handedOver(foreign));
  }

  /** Open local activities that do not run, and whose answers are not here. */
  private List<TaskScheduled> unanswered() {
    List<TaskScheduled> unanswered = new ArrayList<>(state.work().local());
    unanswered.removeIf(this::runsOrIsAnswered);
    return unanswered;
  }

  /** In this order: an activity that does not run any more has posted its answer. */
  private boolean runsOrIsAnswered(TaskScheduled task) {
    return activities.runs(task) || mail.answers(task);
  }

  // ---- the mover: moving ----

  private void moveOn() {
    while (!over) {
      if (reading.isOpen()) {
        if (!read()) {
          return; // it goes on after a pause, or when a commit is through
        }
        continue;
      }
      mail.collect();
      if (!move() || over) {
        return; // it goes on when the commit is through, or never
      }
      mail.collect();
      if (!reading.isOpen() && mail.isEmpty() && !canRun() && !canLeave()) {
        boolean toLeave = leaving || onHold();
        comeToRest();
        if (!isCalled(toLeave) || !busy.compareAndSet(false, true)) {
          return;
        }
      }
    }
  }

  /**
   * Whether there is something to do for one that has come to rest. One that is to leave stays
   * while its activities run and their results are put into its inbox; either calls it.
   */
  private boolean isCalled(boolean toLeave) {
    return !mail.isMailboxEmpty()
        || ((leaving || toLeave) && activities.isEmpty() && deposits.get() == 0);
  }

  private void comeToRest() {
    weight = state.weight();
    touched = core.ports().clock().nanoTime();
    busy.set(false);
  }

  /** Makes one move, if there is one; false if the next one waits for a commit. */
  private boolean move() {
    int management = mail.nextManagement();
    if (management >= 0 && comesNext(management)) {
      return manage(mail.remove(management));
    }
    if (onHold()) {
      hold();
      return !canLeave() || leave();
    }
    if (!mail.isEmpty() || canRun()) {
      return turn(mail.take(management < 0 ? mail.size() : management));
    }
    return !canLeave() || leave();
  }

  /** Whether the code may not run here now. */
  private boolean onHold() {
    return managementOnly || parking.isDecided() || state.isSuspended();
  }

  private boolean canRun() {
    return state.unrun() && !onHold();
  }

  private boolean canLeave() {
    return (leaving || onHold())
        && activities.isEmpty()
        && mail.isMailboxEmpty()
        && deposits.get() == 0;
  }

  /**
   * Termination goes before everything; others keep their place behind what arrived earlier. While
   * the instance is being parked the others wait in its inbox: to resume it is to try it again,
   * which has to come after the park.
   */
  private boolean comesNext(int management) {
    if (mail.event(management) instanceof ExecutionTerminated) {
      return true;
    }
    return !parking.isDecided() && (management == 0 || onHold());
  }

  /**
   * Results that exist only here go to the inbox; the rest is there already, and waits here too.
   */
  private void hold() {
    for (InputEvent result : mail.hold()) {
      state.work().told(result);
      deposit(result);
    }
  }

  /** The instance is not given up before the result is durable, or it would run again elsewhere. */
  private void deposit(InputEvent result) {
    deposits.incrementAndGet();
    Message message = new Message(id, Optional.of(state.executionId()), result);
    host.commits()
        .deposit(
            message,
            () -> {
              deposits.decrementAndGet();
              nudge();
            });
  }

  // ---- the mover: turns ----

  /** Runs the code over these messages. */
  private boolean turn(List<Mail> taken) {
    if (!withChildren(this::driveChildren)) {
      mail.giveBack(taken);
      return true;
    }
    HistoryTurn frame = drafts.frame(taken);
    TurnResult result = code.run(frame);
    if (isStuck(taken) || isTooLarge(result, taken)) {
      return true;
    }
    if (!withChildren(() -> rewinds.makeRoom(state, result.decisions()))) {
      mail.giveBack(taken);
      return true;
    }
    return submit(drafts.decided(frame.decided(result.decisions()), taken, result));
  }

  /** Before code runs for the first time behind a rewind. */
  private void driveChildren() {
    ExecutionRewound mark = state.rewound();
    if (mark != null) {
      rewinds.driveChildren(state, mark);
    }
  }

  /** Does something to the children of a rewound instance; false if the store failed. */
  private boolean withChildren(Runnable action) {
    try {
      action.run();
      return true;
    } catch (StorageException e) {
      code.forget();
      reading.setBack("its children could not be driven anew: " + e.getMessage());
      return false;
    }
  }

  // ---- the mover: management ----

  private boolean manage(Mail next) {
    return switch ((Management) next.event()) {
      case ExecutionTerminated reason -> {
        List<Mail> taken = new ArrayList<>(mail.take(mail.size()));
        taken.add(next);
        yield submit(drafts.terminated(taken, reason));
      }
      case ExecutionSuspended suspended -> submit(drafts.suspended(next, true));
      case ExecutionResumed resumed -> submit(drafts.suspended(next, false));
    };
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
        committed.dropped().forEach(message -> EngineLog.dropped(id, message));
        committed(builder, commit);
      }
      case CommitOutcome.Fenced fenced -> {
        EngineLog.log.info("instance '{}' is not held here any more: {}", id, fenced.why());
        drop();
      }
      case CommitOutcome.TooLarge large -> parking.tooLarge(large);
    }
  }

  private void committed(TurnBuilder builder, TurnCommit commit) {
    crashes = 0;
    reading.goesWell();
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
    if (!onHold()) {
      mail.goOn();
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
    quarantined &= !resumed;
    if (resumed && claimedParked && hasCode()) {
      managementOnly = beforeItsTime(); // to resume a parked instance is to try it again
      claimedParked = false;
      code.forget();
      reading.beginAnew();
      return;
    }
    if (code.isLoaded()) {
      code.replay(state.started(), decisions(), List.of(turn));
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
    if (!core.registry().orchestrators().containsKey(next.function())) {
      over = true; // the commit gave the instance up: this worker cannot run the next version
      host.gone(this);
      return;
    }
    apply(List.of(next.turn()));
    mail.dropPast();
  }

  // ---- the mover: leaving ----

  /** Whether the code cannot go on; the inputs of the turn go back. */
  private boolean isStuck(List<Mail> taken) {
    boolean stuck = parking.ifStuck(state.function(), code.progress());
    if (code.progress() instanceof Progress.Interrupted interruption) {
      beforeWrites();
      code.forget();
      reading.setBack(interruption.why());
      stuck = true;
    }
    if (stuck) {
      mail.giveBack(taken);
    }
    return stuck;
  }

  private boolean isTooLarge(TurnResult result, List<Mail> taken) {
    boolean large = parking.ifTooLarge(result.decisions());
    if (large) {
      mail.giveBack(taken);
    }
    return large;
  }

  /**
   * With activities open that do not run, the instance is due at once: somebody has to run them. So
   * it is if its history was not read, which is how to find out.
   */
  private boolean leave() {
    mail.collect();
    boolean due = reading.isOpen() || state.work().hasLocal();
    beforeWrites();
    over = true;
    // Before the instance is gone: whoever waits for the last one must find its release under way.
    host.commits().release(new Release(id, mail.localResults(), parking.record(), due));
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
