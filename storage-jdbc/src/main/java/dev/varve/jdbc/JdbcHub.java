package dev.varve.jdbc;

import dev.varve.InstanceCondition;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.InstanceChange;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.JoinedHub;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One hub of a database. Writing goes through the database's one writer, reading beside it. */
final class JdbcHub implements HubStore {
  private final Database database;
  private final HubKey key;
  private final Instances instances;
  private final InstanceReads reads;
  private final JdbcRecords records;
  private final Map<Long, JdbcSession> sessions = new ConcurrentHashMap<>();
  private final List<Consumer<InstanceChange>> listeners = new CopyOnWriteArrayList<>();

  // Written and read by the writer's thread only: who should look after the transaction at hand.
  private boolean wakeHere;
  private boolean wakeOthers;

  JdbcHub(Database database, HubKey key) {
    this.database = database;
    this.key = key;
    this.instances = new Instances(key, database.functions());
    this.reads = new InstanceReads(database.readers(), instances);
    this.records = new JdbcRecords(database, key);
  }

  HubKey key() {
    return key;
  }

  Database database() {
    return database;
  }

  Instances instances() {
    return instances;
  }

  /** The session of this id, if it was opened through this object. */
  @Nullable JdbcSession localSession(long id) {
    return sessions.get(id);
  }

  void remove(JdbcSession session) {
    sessions.remove(session.id());
  }

  /** After the transaction at hand, all sessions are told to look; writer's thread only. */
  void wakeSessions() {
    wakeHere = true;
    wakeOthers = true;
  }

  /** The same, when only sessions of this process can be concerned; writer's thread only. */
  void wakeSessionsHere() {
    wakeHere = true;
  }

  /**
   * Tells the sessions here what the last transaction left for them; writer's thread only.
   *
   * @return whether sessions elsewhere may be concerned too
   */
  boolean afterCommit() {
    boolean others = wakeOthers;
    if (wakeHere) {
      wakeHere = false;
      wakeOthers = false;
      wakeAll();
    }
    return others;
  }

  /** Tells the sessions here to look; somebody else may have written. */
  void wakeAll() {
    sessions.values().forEach(JdbcSession::wakeUp);
  }

  /** The sessions opened through this object that have not ended. */
  Collection<Long> localSessions() {
    return sessions.keySet();
  }

  /** The storage closes: what was not closed before counts as died. */
  void abandonSessions() {
    sessions.values().forEach(JdbcSession::abandonAsDead);
  }

  void changed(InstanceChange change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  @Override
  public String name() {
    return key.name();
  }

  @Override
  public Instant now() {
    return Row.time(database.clock().micros());
  }

  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> starts) {
    return Slices.write(starts.stream().map(EncodedStart::of).toList(), this::startSlice);
  }

  private CompletableFuture<List<StartOutcome>> startSlice(List<EncodedStart> starts) {
    return database.writer().submit(new StartOperation(this, starts));
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return Slices.write(EncodedMessage.of(messages), this::sendSlice);
  }

  private CompletableFuture<List<SendOutcome>> sendSlice(List<EncodedMessage> messages) {
    return database.writer().submit(new SendOperation(this, messages));
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return database.writer().submit(new RewindOperation(this, rewind));
  }

  @Override
  public JoinedHub join(Connection connection) {
    return new JoinedTransaction(this, database.dialect().join(connection, database));
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    return database.dialect().isRemote()
        ? reads.byId(instanceId)
        : database.readers().readOne("read an instance", c -> instances.byId(c, instanceId));
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    List<Long> dead =
        query.conditions().contains(InstanceCondition.WAITING_FOR_VERSION)
            ? database.liveness().deadOf(key)
            : List.of();
    InstancePageQuery page = new InstancePageQuery(key, instances, query, dead);
    return database.readers().read("list instances", page::run);
  }

  @Override
  public List<InstanceCount> counts() {
    return database.readers().read("count instances", instances::counts);
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    return database
        .readers()
        .read("list failed builds", c -> Parks.failedBuilds(c, key, instanceIds));
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    if (maxTurns < 1) {
      throw new IllegalArgumentException(maxTurns + " turns are out of range; use 1 or more");
    }
    return rows(
        "read a history",
        instanceId,
        (c, instance) -> History.read(c, instance, afterSequence, maxTurns));
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    if (maxMessages < 1) {
      throw new IllegalArgumentException(maxMessages + " messages are out of range; use 1 or more");
    }
    return rows("read an inbox", instanceId, (c, instance) -> Inbox.read(c, instance, maxMessages));
  }

  /** Rows of one instance, if it is there. */
  private interface RowsOf<T> {
    List<T> read(Statements connection, long instance) throws SQLException;
  }

  private <T> List<T> rows(String doing, String instanceId, RowsOf<T> rows) {
    return database
        .readers()
        .read(
            doing,
            c -> {
              OptionalLong instance = instances.key(c, instanceId);
              return instance.isPresent() ? rows.read(c, instance.getAsLong()) : List.of();
            });
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    if (request.maxInstances() < 1) {
      throw new IllegalArgumentException(
          "a batch of " + request.maxInstances() + " is out of range; use 1 or more");
    }
    return database.await(new PurgeOperation(key, request));
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    long id = database.await(new NewIdOperation());
    boolean opened = false;
    database.liveness().begin(id);
    try {
      JdbcSession session = database.await(new OpenSessionOperation(this, id, descriptor, wakeUp));
      opened = true;
      return session;
    } finally {
      if (!opened) {
        database.liveness().end(id);
      }
    }
  }

  void add(JdbcSession session) {
    sessions.put(session.id(), session);
  }

  @Override
  public List<SessionRow> sessions() {
    List<SessionRow> rows =
        database
            .readers()
            .read("list sessions", c -> SessionRows.alive(c, key, database.functions()));
    Set<Long> alive =
        Set.copyOf(database.liveness().alive(rows.stream().map(SessionRow::id).toList()));
    return rows.stream().filter(row -> alive.contains(row.id())).toList();
  }

  @Override
  public HubRecords records() {
    return records;
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    Consumer<InstanceChange> registration = listener::accept;
    listeners.add(registration);
    return () -> listeners.remove(registration);
  }
}
