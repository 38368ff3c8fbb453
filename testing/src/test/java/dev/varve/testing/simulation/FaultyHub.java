package dev.varve.testing.simulation;

import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.Rewind;
import dev.varve.storage.RewindOutcome;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.WorkerSession;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The hub as one process sees it: through a gate, and under the eyes of the monitor. */
final class FaultyHub implements HubStore {
  private final HubStore hub;
  private final Gate gate;
  private final Monitor monitor;
  private final HubRecords records;

  FaultyHub(HubStore hub, Gate gate, Monitor monitor) {
    this.hub = hub;
    this.gate = gate;
    this.monitor = monitor;
    this.records = new FaultyRecords(hub.records(), gate);
  }

  @Override
  public String name() {
    return hub.name();
  }

  @Override
  public Instant now() {
    return gate.call("now", false, hub::now);
  }

  /** Answers at once: the caller may hold a lock, and a client waits for it. */
  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> instances) {
    boolean eager = instances.stream().anyMatch(instance -> instance.owner().isPresent());
    return settled("start", eager, () -> started(instances));
  }

  private List<StartOutcome> started(List<NewInstance> instances) {
    List<StartOutcome> outcomes = monitor.started(instances, Gate.join(hub.start(instances)));
    tookEffect(outcomes.stream().anyMatch(StartOutcome.Started.class::isInstance));
    return outcomes;
  }

  private List<SendOutcome> sent(List<Message> messages) {
    List<SendOutcome> outcomes =
        monitor.sent(gate.process(), messages, Gate.join(hub.send(messages)));
    tookEffect(outcomes.contains(SendOutcome.ACCEPTED));
    return outcomes;
  }

  /** So that a client that was told nothing knows what to expect. */
  private void tookEffect(boolean effect) {
    Fiber client = gate.process().world().fiberHere();
    if (effect && client != null) {
      client.tookEffect();
    }
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    Supplier<List<SendOutcome>> send = () -> sent(messages);
    return gate.process().canWait()
        ? settled("send", false, send)
        : gate.write("send", false, () -> {}, () -> CompletableFuture.completedFuture(send.get()));
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return settled("rewind", false, () -> rewound(rewind));
  }

  private RewindOutcome rewound(Rewind rewind) {
    RewindOutcome outcome = Gate.join(hub.rewind(rewind));
    tookEffect(outcome instanceof RewindOutcome.Rewound);
    return outcome;
  }

  private <T> CompletionStage<T> settled(String method, boolean atOnce, Supplier<T> call) {
    try {
      T value = atOnce ? gate.callAtOnce(method, call) : gate.call(method, true, call);
      return CompletableFuture.completedFuture(value);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    return gate.call("instance", false, () -> hub.instance(instanceId));
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    return gate.call("query", false, () -> hub.query(query));
  }

  @Override
  public List<InstanceCount> counts() {
    return gate.call("counts", false, hub::counts);
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    return gate.call("failedBuilds", false, () -> hub.failedBuilds(instanceIds));
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    return gate.call("history", false, () -> hub.history(instanceId, afterSequence, maxTurns));
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    return gate.call("inbox", false, () -> hub.inbox(instanceId, maxMessages));
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    return gate.call("purge", true, () -> monitor.purged(request, hub.purge(request)));
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    return gate.call("openSession", true, () -> open(descriptor, wakeUp));
  }

  private WorkerSession open(SessionDescriptor descriptor, Runnable wakeUp) {
    WorkerSession session = hub.openSession(descriptor, () -> hint(wakeUp));
    monitor.opened(gate.process(), session, descriptor);
    return new FaultySession(session, gate, monitor);
  }

  private void hint(Runnable wakeUp) {
    if (!gate.process().isDead() && !gate.faults().losesWakeUp()) {
      wakeUp.run();
    }
  }

  @Override
  public List<SessionRow> sessions() {
    return gate.call("sessions", false, hub::sessions);
  }

  @Override
  public HubRecords records() {
    return records;
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return hub.onChange(listener);
  }
}
