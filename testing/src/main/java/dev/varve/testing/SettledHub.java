package dev.varve.testing;

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
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The hub of a settled storage. */
final class SettledHub implements HubStore {
  private final HubStore hub;
  private final StoreCalls calls;
  private final HubSignals signals;
  private final HubRecords records;

  SettledHub(HubStore hub, StoreCalls calls, HubSignals signals) {
    this.hub = hub;
    this.calls = calls;
    this.signals = signals;
    this.records = new SettledRecords(hub.records(), calls);
  }

  @Override
  public String name() {
    return hub.name();
  }

  @Override
  public Instant now() {
    return calls.make("now", hub::now);
  }

  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> instances) {
    return written("start", () -> hub.start(instances));
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return written("send", () -> hub.send(messages));
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return written("rewind", () -> hub.rewind(rewind));
  }

  private <T> CompletionStage<T> written(String method, Supplier<CompletionStage<T>> write) {
    CompletionStage<T> stage = SettledStage.of(calls, method, write);
    signals.wakeUp();
    return stage;
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    return calls.make("instance", () -> hub.instance(instanceId));
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    return calls.make("query", () -> hub.query(query));
  }

  @Override
  public List<InstanceCount> counts() {
    return calls.make("counts", hub::counts);
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    return calls.make("failedBuilds", () -> hub.failedBuilds(instanceIds));
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    return calls.make("history", () -> hub.history(instanceId, afterSequence, maxTurns));
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    return calls.make("inbox", () -> hub.inbox(instanceId, maxMessages));
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    return calls.make("purge", () -> hub.purge(request));
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    // The store's own hints may come on any thread and at any time, so they are replaced by ours.
    WorkerSession session = calls.make("openSession", () -> hub.openSession(descriptor, () -> {}));
    signals.addSession(wakeUp);
    return new SettledSession(session, calls, signals, () -> signals.removeSession(wakeUp));
  }

  @Override
  public List<SessionRow> sessions() {
    return calls.make("sessions", hub::sessions);
  }

  @Override
  public HubRecords records() {
    return records;
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return signals.listen(listener);
  }
}
