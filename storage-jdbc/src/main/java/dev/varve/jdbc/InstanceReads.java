package dev.varve.jdbc;

import dev.varve.storage.InstanceRow;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of single instances, for many callers with one statement: whoever comes while a read
 * is under way shares the next one. After a group of turns is durable, all who waited for their
 * instances ask at once, and a round trip for each would cost more than the turns. Thread-safe.
 */
final class InstanceReads {
  private static final int MOST_AT_ONCE = 500;

  private final Readers readers;
  private final Instances instances;
  private final Queue<Request> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean reading = new AtomicBoolean();

  /** One caller; begins to read for all that wait, or is woken when its answer is there. */
  private static final class Request {
    private final String id;
    private final Thread caller = Thread.currentThread();
    private @Nullable InstanceRow row;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    Request(String id) {
      this.id = id;
    }

    void answer(@Nullable InstanceRow found, @Nullable RuntimeException trouble) {
      row = found;
      failure = trouble;
      done = true;
      LockSupport.unpark(caller);
    }

    Optional<InstanceRow> result() {
      if (failure instanceof StorageException shared) {
        throw new StorageException(String.valueOf(shared.getMessage()), shared);
      }
      if (failure != null) {
        throw failure;
      }
      return Optional.ofNullable(row);
    }
  }

  InstanceReads(Readers readers, Instances instances) {
    this.readers = readers;
    this.instances = instances;
  }

  /** The row as it is at some time during the call. */
  Optional<InstanceRow> byId(String id) {
    Request mine = new Request(id);
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      if (reading.compareAndSet(false, true)) {
        try {
          readForAll();
        } finally {
          reading.set(false);
        }
        wakeNext();
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.result();
  }

  /** Who came too late for this read does the next one. */
  private void wakeNext() {
    Request next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.caller);
    }
  }

  private void readForAll() {
    List<Request> requests = new ArrayList<>();
    while (requests.size() < MOST_AT_ONCE) {
      Request request = waiting.poll();
      if (request == null) {
        break;
      }
      requests.add(request);
    }
    Map<String, InstanceRow> rows = new HashMap<>();
    RuntimeException failure = null;
    try {
      Set<String> ids = new LinkedHashSet<>();
      requests.forEach(request -> ids.add(request.id));
      if (!ids.isEmpty()) {
        readers
            .readOne("read instances", connection -> instances.byIds(connection, ids))
            .forEach(row -> rows.put(row.instanceId(), row));
      }
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      for (Request request : requests) {
        request.answer(rows.get(request.id), failure);
      }
    }
  }
}
