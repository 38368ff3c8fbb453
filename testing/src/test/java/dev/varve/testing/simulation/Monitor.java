package dev.varve.testing.simulation;

import dev.varve.InstanceCondition;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.Answer;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.Management;
import dev.varve.history.InputEvent.TimerFired;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.Release;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands at the store and holds every call that took effect against the invariants: who owns what,
 * which turns were written, which results are durable. It believes the store only where it looks
 * itself, and sees what a planted bug makes of a call.
 */
final class Monitor {
  private final World world;
  private final HubStore truth;
  private final Consumer<WorkerSession> crash;
  private final Map<Long, Session> sessions = new TreeMap<>();
  private final Map<String, Long> owners = new HashMap<>();
  private final Map<String, Chronicle> chronicles = new TreeMap<>();
  private final Map<String, Set<String>> parkedBy = new HashMap<>();
  private final Map<String, Integer> begun = new HashMap<>();
  private final Map<Long, Claim> claims = new HashMap<>();
  private final Executions executions;
  private int turns;

  /** What is known of one session. */
  private static final class Session {
    private final WorkerProcess process;
    private final WorkerSession session;
    private final SessionDescriptor descriptor;
    private long seen;
    private boolean live = true;

    Session(WorkerProcess process, WorkerSession session, SessionDescriptor descriptor, long seen) {
      this.process = process;
      this.session = session;
      this.descriptor = descriptor;
      this.seen = seen;
    }
  }

  /** A queued activity that a session claimed. */
  private record Claim(long session, String instanceId, String key) {}

  /**
   * @param truth the store itself, under everything
   * @param crash ends a session in the store as the death of its process would
   */
  Monitor(World world, HubStore truth, Consumer<WorkerSession> crash) {
    this.world = world;
    this.truth = truth;
    this.crash = crash;
    this.executions = new Executions(world);
  }

  Executions executions() {
    return executions;
  }

  Collection<Chronicle> chronicles() {
    return chronicles.values();
  }

  Optional<Chronicle> chronicle(String instanceId) {
    return Optional.ofNullable(chronicles.get(instanceId));
  }

  int turns() {
    return turns;
  }

  /** How often an instance of this id came into being. */
  int begun(String instanceId) {
    return begun.getOrDefault(instanceId, 0);
  }

  // ---- sessions ----

  void opened(WorkerProcess process, WorkerSession session, SessionDescriptor descriptor) {
    world.note(process.name() + " opens session " + session.id() + " " + descriptor.build());
    sessions.put(session.id(), new Session(process, session, descriptor, world.nanos()));
  }

  boolean renewed(long session, boolean alive) {
    Session known = session(session);
    world.require(
        alive == known.live,
        Invariant.I7,
        "session " + session + " renews as " + alive + " although it is " + known.live);
    known.seen = world.nanos();
    return alive;
  }

  /** Sessions that have not shown themselves for so long are dead. */
  void expire(long leaseNanos) {
    for (Session session : List.copyOf(sessions.values())) {
      if (session.live && world.nanos() - session.seen > leaseNanos) {
        foundDead(session.session.id(), "lease");
      }
    }
  }

  /** Others find that the session is dead, whether or not its process is. */
  void foundDead(long id, String why) {
    Session session = session(id);
    if (session.live) {
      world.note("session " + id + " of " + session.process.name() + " is found dead: " + why);
      end(session);
      crash.accept(session.session);
    }
  }

  void closed(long id) {
    Session session = session(id);
    if (session.live) {
      world.note("session " + id + " of " + session.process.name() + " is closed");
      end(session);
    }
  }

  List<Long> liveSessionsOf(WorkerProcess process) {
    return sessions.values().stream()
        .filter(session -> session.live && session.process == process)
        .map(session -> session.session.id())
        .toList();
  }

  /** What it owned may run again elsewhere, through no fault of the engine. */
  private void end(Session session) {
    session.live = false;
    long id = session.session.id();
    owners
        .entrySet()
        .removeIf(owned -> {
          if (owned.getValue() == id) {
            executions.excuse(owned.getKey());
            return true;
          }
          return false;
        });
    claims
        .values()
        .removeIf(claim -> {
          if (claim.session() == id) {
            executions.excuse(claim.instanceId());
            return true;
          }
          return false;
        });
  }

  private Session session(long id) {
    Session session = sessions.get(id);
    if (session == null) {
      throw new IllegalStateException("session " + id + " was never opened");
    }
    return session;
  }

  /** Whether this process holds the instance now, by a session that lives. */
  boolean holds(WorkerProcess process, String instanceId) {
    Long owner = owners.get(instanceId);
    return owner != null && session(owner).live && session(owner).process == process;
  }

  // ---- starts and messages ----

  List<StartOutcome> started(List<NewInstance> instances, List<StartOutcome> outcomes) {
    for (int i = 0; i < instances.size(); i++) {
      NewInstance start = instances.get(i);
      world.note("start " + start.instanceId() + " " + outcomes.get(i).getClass().getSimpleName());
      if (outcomes.get(i) instanceof StartOutcome.Started) {
        boolean there =
            chronicle(start.instanceId()).map(c -> c.hasCommit(start.commitId())).orElse(false);
        if (!there) {
          world.require(
              truth.instance(start.instanceId()).isPresent(),
              Invariant.I1,
              "the start of '" + start.instanceId() + "' is acknowledged and not there");
          begin(start);
          start.owner().ifPresent(owner -> owners.put(start.instanceId(), owner));
        }
      }
    }
    return outcomes;
  }

  private void begin(NewInstance start) {
    String id = start.instanceId();
    begun.merge(id, 1, Integer::sum);
    owners.remove(id);
    parkedBy.remove(id);
    chronicles.put(
        id,
        new Chronicle(
            id,
            new HistoryTurn(
                1, start.at(), start.commitId(), false, List.of(start.started()), List.of())));
  }

  /**
   * Messages were put into inboxes. A result that comes from a former owner is an answer like any
   * other, but whoever holds the instance now learns of it only when it is delivered.
   */
  List<SendOutcome> sent(WorkerProcess sender, List<Message> messages, List<SendOutcome> outcomes) {
    for (int i = 0; i < messages.size(); i++) {
      Message message = messages.get(i);
      SendOutcome outcome = outcomes.get(i);
      world.note(
          "send "
              + message.instanceId()
              + " "
              + message.event().getClass().getSimpleName()
              + " "
              + outcome);
      if (outcome == SendOutcome.ACCEPTED
          && message.event() instanceof Answer answer
          && message.executionId().isPresent()
          && holds(sender, message.instanceId())) {
        executions.durable(message.executionId().get(), answer.taskId());
      }
    }
    return outcomes;
  }

  PurgeOutcome purged(PurgeRequest request, PurgeOutcome outcome) {
    world.note("purge " + request.instanceId() + " " + outcome.purged());
    chronicles.values().removeIf(c -> truth.instance(c.instanceId()).isEmpty());
    return outcome;
  }

  // ---- what sessions do ----

  FetchBatch fetched(long session, FetchBatch batch) {
    if (!batch.isEmpty()) {
      world.note(session + " fetches " + summary(batch));
    }
    for (ClaimedInstance claimed : batch.claimed()) {
      claimed(session, claimed, batch);
    }
    for (FetchBatch.Delivery delivery : batch.delivered()) {
      world.require(
          owners.getOrDefault(delivery.instanceId(), -1L) == session,
          Invariant.I7,
          "session " + session + " is given messages of '" + delivery.instanceId() + "'");
      notEarly(delivery.messages(), batch);
    }
    for (QueuedActivity activity : batch.activities()) {
      world.require(
          session(session).descriptor.activities().contains(activity.task().function()),
          Invariant.I8,
          "session " + session + " is given " + activity.task().function());
      String key = Executions.key(activity.executionId(), activity.task().taskId());
      claims.put(activity.id(), new Claim(session, activity.instanceId(), key));
    }
    return batch;
  }

  private static String summary(FetchBatch batch) {
    return batch.claimed().stream().map(ClaimedInstance::instanceId).toList()
        + " "
        + batch.delivered().stream().map(FetchBatch.Delivery::instanceId).toList()
        + " "
        + batch.activities().stream().map(QueuedActivity::id).toList();
  }

  private void claimed(long id, ClaimedInstance claimed, FetchBatch batch) {
    Session session = session(id);
    String instance = claimed.instanceId();
    Long before = owners.put(instance, id);
    world.require(
        session.live && (before == null || !session(before).live),
        Invariant.I7,
        "session " + id + " claims '" + instance + "', which session " + before + " holds");
    boolean serves = session.descriptor.orchestrators().contains(claimed.function());
    boolean managed =
        claimed.messages().stream().anyMatch(message -> message.event() instanceof Management);
    world.require(
        serves || managed,
        Invariant.I8,
        "session " + id + " claims '" + instance + "' of " + claimed.function());
    Set<String> failed = parkedBy.getOrDefault(instance, Set.of());
    world.require(
        claimed.parked() || managed || !failed.contains(session.descriptor.build()),
        Invariant.I11,
        "'"
            + instance
            + "' goes again to build "
            + session.descriptor.build()
            + ", which parked it");
    notEarly(claimed.messages(), batch);
  }

  private void notEarly(List<InboxMessage> messages, FetchBatch batch) {
    for (InboxMessage message : messages) {
      if (message.event() instanceof TimerFired timer) {
        world.require(
            !timer.fireAt().isAfter(batch.storeTime()),
            Invariant.I3,
            "timer " + timer + " is handed out at " + batch.storeTime());
      }
    }
  }

  CommitOutcome committing(long session, TurnCommit commit, Supplier<CommitOutcome> write) {
    String id = commit.instanceId();
    long before = lastSequence(id);
    CommitOutcome outcome = write.get();
    boolean wrote = lastSequence(id) != before;
    world.note(
        session
            + " commits "
            + id
            + " #"
            + commit.turn().sequence()
            + " "
            + outcome.getClass().getSimpleName()
            + (wrote ? "" : " again"));
    if (wrote) {
      wrote(session, commit);
    } else if (outcome instanceof Committed) {
      boolean repeated =
          chronicle(id).map(c -> c.hasCommit(commit.turn().commitId())).orElse(false);
      world.require(
          repeated, Invariant.I2, "a turn of '" + id + "' is acknowledged and not written");
    }
    return outcome;
  }

  private long lastSequence(String id) {
    return truth.instance(id).map(InstanceRow::lastSequence).orElse(0L);
  }

  private void wrote(long session, TurnCommit commit) {
    turns++;
    String id = commit.instanceId();
    HistoryTurn turn = commit.turn();
    world.require(
        session(session).live && owners.getOrDefault(id, -1L) == session,
        Invariant.I7,
        "session "
            + session
            + " writes turn "
            + turn.sequence()
            + " of '"
            + id
            + "', owned by "
            + owners.get(id));
    Chronicle chronicle = chronicles.get(id);
    if (chronicle == null || chronicle.lastSequence() + 1 != turn.sequence()) {
      world.fail(Invariant.I2, "turn " + turn.sequence() + " of '" + id + "' has a gap before it");
      return;
    }
    String execution = chronicle.started().executionId();
    for (InputEvent input : turn.inputs()) {
      if (input instanceof Answer answer) {
        executions.durable(execution, answer.taskId());
      }
    }
    chronicle.add(turn);
    commit.next().ifPresent(next -> chronicle.add(next.turn()));
    if (turn.ran() || turn.inputs().stream().anyMatch(ExecutionResumed.class::isInstance)) {
      parkedBy.remove(id);
    }
    commit.children().forEach(child -> childStarted(child.instance()));
    forgetOwner(session, id);
  }

  private void childStarted(NewInstance child) {
    boolean made =
        truth
            .instance(child.instanceId())
            .filter(row -> row.executionId().equals(child.started().executionId()))
            .isPresent();
    if (made) {
      begin(child);
    }
  }

  /** The end, or a next version that the session does not serve, takes the instance from it. */
  private void forgetOwner(long session, String id) {
    InstanceRow row = truth.instance(id).orElse(null);
    if (row == null
        || row.status().isFinished()
        || !session(session).descriptor.orchestrators().contains(row.function())
            && chronicles.get(id).current().size() == 1) {
      owners.remove(id);
    }
  }

  List<Boolean> completed(long session, List<ActivityResult> results, List<Boolean> outcomes) {
    for (int i = 0; i < results.size(); i++) {
      Claim claim = claims.get(results.get(i).activityId());
      world.note(session + " completes " + results.get(i).activityId() + " " + outcomes.get(i));
      if (outcomes.get(i) && claim != null) {
        world.require(
            claim.session() == session,
            Invariant.I7,
            "session " + session + " completes an activity that is not its own: " + claim);
        executions.durable(claim.key());
        claims.remove(results.get(i).activityId());
      }
    }
    return outcomes;
  }

  CommitOutcome released(long session, Release release, CommitOutcome outcome) {
    String id = release.instanceId();
    world.note(
        session
            + " releases "
            + id
            + release.park().map(park -> " " + park.condition()).orElse("")
            + (release.due() ? " due " : " ")
            + outcome.getClass().getSimpleName());
    if (outcome instanceof Committed) {
      owners.remove(id, session);
      if (session(session).process.isStopping()) {
        executions.excuse(id);
      }
      release
          .park()
          .filter(park -> park.condition() != InstanceCondition.UNRESOLVED)
          .ifPresent(park -> parkedBy.computeIfAbsent(id, i -> new HashSet<>()).add(park.build()));
      String execution = executionOf(id);
      for (InputEvent result : release.results()) {
        if (result instanceof Answer answer && execution != null) {
          executions.durable(execution, answer.taskId());
        }
      }
    }
    return outcome;
  }

  private @Nullable String executionOf(String id) {
    return chronicle(id).map(c -> c.started().executionId()).orElse(null);
  }
}
