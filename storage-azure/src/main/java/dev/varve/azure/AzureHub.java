package dev.varve.azure;

import dev.varve.azure.internal.table.HintQueue;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TimerFired;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** One hub of an account. What it does to an instance, it does on the instance's strand. */
final class AzureHub implements HubStore {
  private final HubTables tables;
  private final RowTable partitions;
  private final HubSettings settings;
  private final Executor executor;
  private final Map<Long, AzureSession> sessions = new ConcurrentHashMap<>();
  private final HubParts parts;
  private final Starts starts;
  private final Mail mail;
  private final Rewinds rewinds;
  private final Purges purges;
  private final Unresolved unresolved;
  private final AzureQueries queries;
  private final AzureRecords records;
  private final AzureSession.Work work;
  private volatile boolean closed;

  /**
   * @param partitions the table of homes
   * @param bells the queue of each session
   */
  AzureHub(
      HubTables tables,
      RowTable partitions,
      LongFunction<HintQueue> bells,
      AzureClock clock,
      HubSettings settings,
      Executor executor) {
    this.tables = tables;
    this.partitions = partitions;
    this.settings = settings;
    this.executor = executor;
    InstanceReader reader = new InstanceReader(tables);
    Lanes lanes = new Lanes(tables.partitions());
    SessionRows sessionRows = new SessionRows(tables.work());
    Doorbell doorbell = new Doorbell(bells, sessionRows, lanes, clock::nanos, executor);
    Signals signals = new Signals(sessions, doorbell);
    this.parts =
        new HubParts(
            tables,
            clock,
            new Ids(),
            reader,
            new Projection(tables, reader),
            sessionRows,
            lanes,
            doorbell,
            signals,
            new Wakes(tables.work(), lanes, signals),
            new Ownership(),
            new Notices(),
            new Strands(executor));
    this.starts = new Starts(parts, sessions);
    this.mail = new Mail(parts);
    ActivityQueue queue = new ActivityQueue(tables.work(), signals);
    Outbox outbox = new Outbox(parts, starts, mail);
    this.unresolved = new Unresolved(parts);
    Releases releases = new Releases(parts, unresolved);
    Quarantine quarantine = new Quarantine(releases);
    Claims claims = new Claims(parts, outbox, quarantine);
    Activities activities = new Activities(parts, queue, mail);
    this.rewinds = new Rewinds(parts, queue);
    this.purges = new Purges(parts);
    this.queries = new AzureQueries(tables, parts.projection(), this::sessions);
    this.records = new AzureRecords(tables.work(), tables.blobs(), this::now);
    this.work =
        new AzureSession.Work(
            new Turns(parts, outbox, queue, quarantine),
            releases,
            claims,
            activities,
            queue,
            outbox,
            new Recovery(parts, claims, activities, outbox, settings.lease()),
            new Repairs(parts),
            quarantine);
  }

  HubSettings settings() {
    return settings;
  }

  Executor executor() {
    return executor;
  }

  void remove(AzureSession session) {
    sessions.remove(session.id());
  }

  /** The storage closes: what was not closed before counts as died. */
  void close() {
    closed = true;
    List.copyOf(sessions.values()).forEach(AzureSession::abandonAsDead);
  }

  private void requireOpen() {
    if (closed) {
      throw new StorageException(
          "the storage of hub '" + name() + "' is closed; nothing was changed", null);
    }
  }

  /** Each in its place; those of one instance one after the other. */
  private <A, R> CompletionStage<List<R>> each(
      List<A> all, Function<A, String> id, Function<A, R> one) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new StorageException(
              "the storage of hub '" + name() + "' is closed; nothing was changed", null));
    }
    List<CompletableFuture<R>> under = new ArrayList<>();
    for (A item : all) {
      under.add(parts.strands().submit(id.apply(item), () -> one.apply(item)));
    }
    return Stages.all(under);
  }

  @Override
  public String name() {
    return tables.hub();
  }

  @Override
  public Instant now() {
    return Micros.instant(parts.clock().now());
  }

  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> instances) {
    return each(instances, NewInstance::instanceId, starts::start);
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return each(messages, Message::instanceId, mail::send);
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return each(List.of(rewind), Rewind::instanceId, rewinds::rewind).thenApply(List::getFirst);
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    requireOpen();
    return parts
        .reader()
        .find(instanceId)
        .map(found -> {
          InstanceState state = found.state();
          // What somebody has seen of the instance, lists and counts show from then on.
          Behind.tidy(
              "repairing the row of instance '" + instanceId + "'",
              () -> parts.projection().repair(state));
          return state.row;
        });
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    requireOpen();
    return queries.query(query);
  }

  @Override
  public List<InstanceCount> counts() {
    requireOpen();
    return queries.counts();
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    requireOpen();
    Map<String, Set<String>> failed = new HashMap<>();
    for (String id : instanceIds) {
      parts
          .reader()
          .find(id)
          .map(found -> found.state().failedBuilds)
          .filter(builds -> !builds.isEmpty())
          .ifPresent(builds -> failed.put(id, builds));
    }
    return failed;
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    requireOpen();
    if (maxTurns < 1) {
      throw new IllegalArgumentException(maxTurns + " turns are out of range; use 1 or more");
    }
    return parts
        .reader()
        .find(instanceId)
        .map(found -> parts.reader().turns(instanceId, found.state(), afterSequence, maxTurns))
        .orElse(List.of());
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    requireOpen();
    if (maxMessages < 1) {
      throw new IllegalArgumentException(maxMessages + " messages are out of range; use 1 or more");
    }
    return parts.reader().load(instanceId).map(AzureHub::waiting).orElse(List.of()).stream()
        .map(InboxEntry::message)
        .filter(message -> !(message.event() instanceof TimerFired))
        .limit(maxMessages)
        .toList();
  }

  private static List<InboxEntry> waiting(Loaded loaded) {
    return switch (loaded.state().row.status()) {
      case COMPLETED, TERMINATED -> List.of();
      case FAILED -> loaded.inbox().stream().filter(InboxEntry::outlivesFailure).toList();
      case PENDING, RUNNING, SUSPENDED -> loaded.inbox();
    };
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    requireOpen();
    return purges.purge(request);
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    requireOpen();
    long id = parts.sessionRows().newId();
    learn(
        () -> {
          parts.sessionRows().open(id, descriptor, parts.clock().now());
          return true;
        },
        id);
    Homes homes =
        new Homes(
            partitions,
            tables.names(),
            tables.partitions(),
            descriptor.worker() + "/" + id,
            this::now,
            parts.clock()::nanos);
    AzureSession session = new AzureSession(this, parts, work, id, descriptor, wakeUp, homes);
    parts.doorbell().open(id);
    sessions.put(id, session);
    try {
      unresolved.opened(id, descriptor);
    } catch (StorageException e) {
      session.abandonAsDead();
      throw e;
    }
    return session;
  }

  /** Shows that a session lives; false if it was found dead. */
  boolean renew(long id) {
    return learn(() -> parts.sessionRows().renew(id, parts.clock().now()), id);
  }

  /** The time at the service is that of the row it has written meanwhile. */
  private boolean learn(Supplier<Boolean> write, long id) {
    long asked = System.nanoTime();
    boolean written = write.get();
    long answered = System.nanoTime();
    if (written && parts.clock().learns()) {
      parts
          .sessionRows()
          .read(id)
          .flatMap(row -> row.time(Row.TIMESTAMP))
          .ifPresent(time -> parts.clock().learn(time, asked, answered));
    }
    return written;
  }

  @Override
  public List<SessionRow> sessions() {
    requireOpen();
    return parts.sessionRows().all().stream()
        .filter(session -> !session.dead())
        .map(SessionRows.Known::row)
        .toList();
  }

  @Override
  public HubRecords records() {
    return records;
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return parts.notices().listen(listener);
  }
}
