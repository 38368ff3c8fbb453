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
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A hub that passes everything on. */
class ForwardingHub implements HubStore {
  final HubStore hub;

  ForwardingHub(HubStore hub) {
    this.hub = hub;
  }

  @Override
  public String name() {
    return hub.name();
  }

  @Override
  public Instant now() {
    return hub.now();
  }

  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> instances) {
    return hub.start(instances);
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return hub.send(messages);
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return hub.rewind(rewind);
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    return hub.instance(instanceId);
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    return hub.query(query);
  }

  @Override
  public List<InstanceCount> counts() {
    return hub.counts();
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    return hub.failedBuilds(instanceIds);
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    return hub.history(instanceId, afterSequence, maxTurns);
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    return hub.inbox(instanceId, maxMessages);
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    return hub.purge(request);
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    return hub.openSession(descriptor, wakeUp);
  }

  @Override
  public List<SessionRow> sessions() {
    return hub.sessions();
  }

  @Override
  public HubRecords records() {
    return hub.records();
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return hub.onChange(listener);
  }
}
