package dev.varve.testing.versioning;

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
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A hub as one simulated process sees it. Reads pass. */
final class ProcessHub implements HubStore {
  private final HubStore hub;
  private final Fate fate;
  private final List<WorkerSession> sessions;

  ProcessHub(HubStore hub, Fate fate, List<WorkerSession> sessions) {
    this.hub = hub;
    this.fate = fate;
    this.sessions = sessions;
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
    return fate.write(
        () -> hub.start(instances),
        Collections.nCopies(instances.size(), new StartOutcome.Fenced()));
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return fate.write(
        () -> hub.send(messages), Collections.nCopies(messages.size(), SendOutcome.FINISHED));
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return fate.write(() -> hub.rewind(rewind), new RewindOutcome.Rewound());
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
    requireAlive();
    return hub.purge(request);
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    requireAlive();
    WorkerSession session = hub.openSession(descriptor, wakeUp);
    sessions.add(session);
    fate.wakenBy(wakeUp);
    return new ProcessSession(session, hub, fate);
  }

  @Override
  public List<SessionRow> sessions() {
    return hub.sessions();
  }

  @Override
  public HubRecords records() {
    return new ProcessRecords(hub.records(), fate);
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return hub.onChange(listener);
  }

  private void requireAlive() {
    if (fate.isDead()) {
      throw new StorageException("the process was killed", null);
    }
  }
}
