package dev.varve.storage;

import dev.varve.history.HistoryTurn;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/** A hub in memory: one lock around its tables, held briefly and never while others are called. */
final class MemoryHub implements HubStore {
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final MemoryTables tables;
  private final MemoryRecords records = new MemoryRecords(this::now);
  private volatile boolean closed;

  MemoryHub(String name, InstantSource source) {
    this.name = name;
    tables = new MemoryTables(name, source);
  }

  /** Does something with the tables, then gives the notices it caused. */
  <T> T locked(Function<MemoryTables, T> action) {
    T result;
    Runnable notices;
    lock.lock();
    try {
      result = action.apply(tables);
      notices = tables.notices.take();
    } finally {
      lock.unlock();
    }
    notices.run();
    return result;
  }

  /** As {@link #locked}, without a result. */
  void run(Consumer<MemoryTables> action) {
    boolean ignored =
        locked(t -> {
          action.accept(t);
          return true;
        });
  }

  /** Refuses everything from here on; sessions end as if their process had died. */
  void close() {
    closed = true;
    List<MemorySession> live = locked(t -> new ArrayList<>(t.sessions.live()));
    live.forEach(MemorySession::crash);
  }

  private <T> T open(Function<MemoryTables, T> action) {
    if (closed) {
      throw new StorageException(
          "the in-memory storage of hub '" + name + "' is closed; nothing was changed", null);
    }
    return locked(action);
  }

  private <T> CompletionStage<T> staged(Function<MemoryTables, T> action) {
    try {
      return CompletableFuture.completedFuture(open(action));
    } catch (StorageException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Instant now() {
    return MemoryClock.instant(open(t -> t.clock.now()));
  }

  @Override
  public CompletionStage<List<StartOutcome>> start(List<NewInstance> instances) {
    return staged(t -> {
      MemoryStarts starts = new MemoryStarts(t);
      return instances.stream().map(starts::start).toList();
    });
  }

  @Override
  public CompletionStage<List<SendOutcome>> send(List<Message> messages) {
    return staged(t -> messages.stream().map(new MemoryMail(t)::send).toList());
  }

  @Override
  public CompletionStage<RewindOutcome> rewind(Rewind rewind) {
    return staged(t -> new MemoryRewinds(t).rewind(rewind));
  }

  @Override
  public Optional<InstanceRow> instance(String instanceId) {
    return open(t -> Optional.ofNullable(t.instances.find(instanceId)).map(i -> i.row(name)));
  }

  @Override
  public InstancePage query(InstanceQuery query) {
    MemoryQuery run = new MemoryQuery(query);
    boolean goOn = true;
    while (goOn) {
      goOn = open(t -> run.slice(t));
    }
    return run.page();
  }

  @Override
  public List<InstanceCount> counts() {
    return open(t -> t.instances.counts.list());
  }

  @Override
  public Map<String, Set<String>> failedBuilds(Collection<String> instanceIds) {
    return open(t -> {
      Map<String, Set<String>> failed = new HashMap<>();
      for (String id : instanceIds) {
        MemoryInstance instance = t.instances.find(id);
        if (instance != null && !instance.failedBuilds.isEmpty()) {
          failed.put(id, instance.failedBuilds);
        }
      }
      return failed;
    });
  }

  @Override
  public List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns) {
    if (maxTurns < 1) {
      throw new IllegalArgumentException(maxTurns + " turns are out of range; use 1 or more");
    }
    return open(t ->
        Optional.ofNullable(t.instances.find(instanceId))
            .map(i -> i.turns(afterSequence, maxTurns))
            .orElse(List.of()));
  }

  @Override
  public List<InboxMessage> inbox(String instanceId, int maxMessages) {
    if (maxMessages < 1) {
      throw new IllegalArgumentException(maxMessages + " messages are out of range; use 1 or more");
    }
    return open(t ->
        Optional.ofNullable(t.instances.find(instanceId))
            .map(i -> i.inbox.notConsumed(maxMessages))
            .orElse(List.of()));
  }

  @Override
  public PurgeOutcome purge(PurgeRequest request) {
    return open(t -> new MemoryStarts(t).purge(request));
  }

  @Override
  public WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp) {
    return open(t -> {
      MemorySession session =
          new MemorySession(this, t.nextId(), descriptor, wakeUp, t.clock.now());
      if (t.sessions.open(session)) {
        t.dispatch.retryUnresolved();
      }
      return session;
    });
  }

  @Override
  public List<SessionRow> sessions() {
    return open(t -> t.sessions.live().stream().map(MemorySession::row).toList());
  }

  @Override
  public HubRecords records() {
    return records;
  }

  @Override
  public AutoCloseable onChange(Consumer<InstanceChange> listener) {
    return tables.notices.listen(listener);
  }
}
