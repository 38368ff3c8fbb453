package dev.varve.internal.engine;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionKind;
import dev.varve.InstanceNotFoundException;
import dev.varve.Names;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationPage;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.StartOptions;
import dev.varve.TransactionClient;
import dev.varve.VarveClient;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.history.InputEvent.ExecutionTerminated;
import dev.varve.history.RecordedEvent;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The client of an engine in the same process, or of the store alone. */
public final class EngineClient implements VarveClient {
  private static final int PURGE_BATCH = 500;

  private final ClientHost host;
  private final Core core;
  private final Waits waits;
  private final Requests requests;
  private final Rewinds rewinds;

  /** The client of an engine. */
  public static EngineClient of(Engine engine) {
    return new EngineClient(engine);
  }

  /** The client of the store alone. */
  public static EngineClient of(StoreHost store) {
    return new EngineClient(store);
  }

  private EngineClient(ClientHost host) {
    this.host = host;
    this.core = host.core();
    this.requests = new Requests(host);
    this.rewinds = new Rewinds(core, host::now);
    this.waits =
        new Waits(core.hub(), core.ports(), core.settings().rhythm().poll(), host::isResident);
    host.onGone(waits::signal);
  }

  @Override
  public String scheduleNewOrchestrationInstance(
      String name, @Nullable Object input, StartOptions options) {
    return start(requests.start(name, input, options));
  }

  private String start(NewInstance instance) {
    boolean atOnce = !instance.due().isAfter(instance.at());
    return Requests.started(instance.instanceId(), Stores.join(host.start(instance, atOnce)));
  }

  @Override
  public TransactionClient joining(Connection connection) {
    return new JoinedClient(core.hub().join(connection), requests);
  }

  @Override
  public void raiseEvent(String instanceId, String name, @Nullable Object payload) {
    send(requests.event(instanceId, name, payload));
  }

  @Override
  public void suspendInstance(String instanceId, String reason) {
    send(Requests.message(instanceId, new ExecutionSuspended(reason)));
  }

  @Override
  public void resumeInstance(String instanceId, String reason) {
    send(Requests.message(instanceId, new ExecutionResumed(reason)));
  }

  @Override
  public void terminate(String instanceId, @Nullable Object output, boolean recursive) {
    Payload payload = requests.payload("the output of a termination", output);
    send(Requests.message(instanceId, new ExecutionTerminated(payload, recursive)));
  }

  @Override
  public void rewindInstance(String instanceId, String reason) {
    rewinds.rewind(Names.requireInstanceId(instanceId), reason);
  }

  @Override
  public String restartInstance(
      String instanceId, boolean restartWithNewInstanceId, VersionChoice version) {
    ExecutionStarted before = started(instanceId);
    return start(
        restartWithNewInstanceId
            ? requests.restart(
                before, version, core.ports().ids().instanceId(), ExistingInstancePolicy.refuse())
            : requests.restart(
                before, version, instanceId, ExistingInstancePolicy.replaceFinished()));
  }

  private ExecutionStarted started(String instanceId) {
    return core.hub().history(Names.requireInstanceId(instanceId), 0, 1).stream()
        .flatMap(turn -> turn.inputs().stream())
        .findFirst()
        .map(ExecutionStarted.class::cast)
        .orElseThrow(() -> new InstanceNotFoundException(instanceId));
  }

  private void send(Message message) {
    Requests.sent(message.instanceId(), Stores.join(core.hub().send(List.of(message))).getFirst());
  }

  @Override
  public Optional<OrchestrationMetadata> getInstanceMetadata(String instanceId) {
    return core.hub().instance(Names.requireInstanceId(instanceId)).map(this::metadata);
  }

  private OrchestrationMetadata metadata(InstanceRow row) {
    boolean served =
        row.status().isFinished()
            || host.known().contains(FunctionKind.ORCHESTRATOR, row.function());
    return new OrchestrationMetadata(row, served, core.converter());
  }

  @Override
  @SuppressWarnings("unchecked") // converted to the type of V
  public <V> @Nullable V getInput(String instanceId, Class<V> type) {
    return (V) core.converter().fromPayload(started(instanceId).input(), type);
  }

  @Override
  public OrchestrationMetadata waitForInstanceStart(String instanceId, Duration timeout) {
    return metadata(waits.untilStarted(instanceId, timeout));
  }

  @Override
  public OrchestrationMetadata waitForInstanceCompletion(String instanceId, Duration timeout) {
    return metadata(waits.untilEnded(instanceId, timeout));
  }

  @Override
  public boolean purgeInstance(String instanceId) {
    Names.requireInstanceId(instanceId);
    PurgeRequest request = new PurgeRequest(Optional.of(instanceId), Optional.empty(), Set.of(), 1);
    return core.hub().purge(request).purged() > 0;
  }

  @Override
  public long purgeInstances(Instant completedBefore, Set<OrchestrationRuntimeStatus> statuses) {
    statuses.stream()
        .filter(status -> !status.isFinished())
        .findFirst()
        .ifPresent(status -> {
          throw new IllegalArgumentException(
              "instances with status "
                  + status
                  + " cannot be purged; name COMPLETED, FAILED or TERMINATED");
        });
    PurgeRequest request =
        new PurgeRequest(Optional.empty(), Optional.of(completedBefore), statuses, PURGE_BATCH);
    long purged = 0;
    PurgeOutcome outcome;
    do {
      outcome = core.hub().purge(request);
      purged += outcome.purged();
    } while (outcome.more());
    return purged;
  }

  @Override
  public OrchestrationPage queryInstances(InstanceQuery query) {
    InstancePage page = core.hub().query(query);
    return new OrchestrationPage(
        page.instances().stream().map(this::metadata).toList(), page.continuation());
  }

  @Override
  public List<InstanceCount> countInstances() {
    return core.hub().counts();
  }

  @Override
  public Stream<RecordedEvent> getHistory(String instanceId) {
    if (core.hub().instance(Names.requireInstanceId(instanceId)).isEmpty()) {
      throw new InstanceNotFoundException(instanceId);
    }
    return HistoryStream.of(core.hub(), instanceId);
  }

  /** Stops listening for changes. */
  public void close() {
    waits.close();
  }
}
