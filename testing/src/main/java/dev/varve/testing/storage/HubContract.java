package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.Placement;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.Storage;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One hub of the store under test, and the words the contracts are written in. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
abstract class HubContract {
  static final FunctionName ORDER = FunctionName.parse("Order_v1");
  static final FunctionName ORDER_2 = FunctionName.parse("Order_v2");
  static final FunctionName CHARGE = FunctionName.parse("Charge_v1");
  static final FunctionName SHIP = FunctionName.parse("Ship_v1");
  static final FetchRequest ALL = new FetchRequest(100, 100, 100);
  private static final int PATIENCE_SECONDS = 20;

  final SettableClock clock = new SettableClock();
  Storage storage;
  HubStore hub;
  private StorageFixture fixture;
  private long lastCommitId;

  abstract StorageFixture fixture();

  @BeforeEach
  void open() {
    fixture = fixture();
    storage = fixture.open(clock);
    hub = storage.hub("conformance");
  }

  @AfterEach
  void close() {
    storage.close();
    fixture.close();
  }

  void reopen() {
    storage.close();
    storage = fixture.open(clock);
    hub = storage.hub("conformance");
  }

  void crash(WorkerSession session) {
    fixture.crash(session);
  }

  Instant now() {
    return hub.now();
  }

  WorkerSession session() {
    return session("build-1", Set.of(ORDER), Set.of(CHARGE));
  }

  WorkerSession session(
      String build, Set<FunctionName> orchestrators, Set<FunctionName> activities) {
    return hub.openSession(
        new SessionDescriptor("worker", orchestrators, activities, build, Set.of(1)), () -> {});
  }

  ExecutionStarted started(FunctionName function, String executionId) {
    return new ExecutionStarted(
        function,
        function.toString(),
        VersionResolution.CONFIGURED,
        "set-1",
        executionId,
        1,
        new Payload("{\"n\":1}"),
        null,
        Map.of(),
        null,
        null);
  }

  NewInstance order(String id) {
    return newInstance(id, started(ORDER, id + "-1"), now());
  }

  NewInstance newInstance(String id, ExecutionStarted started, Instant due) {
    return new NewInstance(
        id,
        started,
        now(),
        ++lastCommitId,
        due,
        ExistingInstancePolicy.refuse(),
        OptionalLong.empty());
  }

  static NewInstance ownedBy(NewInstance start, WorkerSession session) {
    return new NewInstance(
        start.instanceId(),
        start.started(),
        start.at(),
        start.commitId(),
        start.due(),
        start.existing(),
        OptionalLong.of(session.id()));
  }

  StartOutcome start(NewInstance instance) {
    return get(hub.start(List.of(instance))).getFirst();
  }

  /** Starts an order that the session owns from the beginning and that waits for something. */
  void startOwned(WorkerSession session, String id) {
    assertThat(start(ownedBy(order(id), session))).isEqualTo(new StartOutcome.Started());
    commit(session, turn(id, 2));
  }

  TurnBuilder turn(String id, long sequence) {
    return new TurnBuilder(id, sequence, now());
  }

  void commit(WorkerSession session, TurnBuilder turn) {
    assertCommitted(tryCommit(session, turn.build()));
  }

  CommitOutcome tryCommit(WorkerSession session, TurnCommit commit) {
    return get(session.commit(commit));
  }

  void release(WorkerSession session, String id) {
    assertCommitted(get(session.release(new Release(id, List.of(), Optional.empty(), false))));
  }

  void park(WorkerSession session, String id, ParkRecord park) {
    assertCommitted(get(session.release(new Release(id, List.of(), Optional.of(park), false))));
  }

  static void assertCommitted(CommitOutcome outcome) {
    assertThat(outcome).isInstanceOf(CommitOutcome.Committed.class);
  }

  static void assertFenced(CommitOutcome outcome) {
    assertThat(outcome).isInstanceOf(CommitOutcome.Fenced.class);
  }

  SendOutcome send(String id, InputEvent event) {
    return get(hub.send(List.of(Message.to(id, event)))).getFirst();
  }

  static EventRaised event(String name) {
    return new EventRaised(name, Payload.NULL);
  }

  static TaskScheduled charge(int taskId) {
    return task(taskId, CHARGE);
  }

  static TaskScheduled task(int taskId, FunctionName function) {
    return new TaskScheduled(
        taskId,
        function,
        function.toString(),
        new Payload("\"card\""),
        1,
        taskId,
        Placement.QUEUED,
        null);
  }

  static List<String> claimedIds(FetchBatch batch) {
    return batch.claimed().stream().map(ClaimedInstance::instanceId).toList();
  }

  static List<InputEvent> events(List<InboxMessage> messages) {
    return messages.stream().map(InboxMessage::event).toList();
  }

  static List<Long> ids(List<InboxMessage> messages) {
    return messages.stream().map(InboxMessage::id).toList();
  }

  /** What the session is told for instances it owns. */
  List<InboxMessage> delivered(WorkerSession session) {
    return session.fetch(ALL).delivered().stream().flatMap(d -> d.messages().stream()).toList();
  }

  ClaimedInstance claimOne(WorkerSession session) {
    List<ClaimedInstance> claimed = session.fetch(ALL).claimed();
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  InstanceRow row(String id) {
    return hub.instance(id).orElseThrow();
  }

  List<Long> sequences(String id) {
    return hub.history(id, 0, 1_000).stream().map(turn -> turn.sequence()).toList();
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the store did not carry it out: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
