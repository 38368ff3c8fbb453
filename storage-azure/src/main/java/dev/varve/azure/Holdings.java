package dev.varve.azure;

import dev.varve.azure.HeldActivities.Held;
import dev.varve.azure.internal.table.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The rows that say what a session holds: written before each claim, deleted some time after it is
 * over, many at once. Thread-safe.
 */
final class Holdings {
  private static final int MANY = 99;

  private final SessionRows rows;
  private final long session;
  private final Set<String> over = new HashSet<>();

  /** Claims read, deletions write: a row that is claimed again must not go with the old ones. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  Holdings(SessionRows rows, long session) {
    this.rows = rows;
    this.session = session;
  }

  /** Writes down that an instance is claimed; false if the session was found dead. */
  boolean hold(String instanceId) {
    return hold(
        List.of(new Change.Put(Keys.own(instanceId), Map.of(ActivityQueue.INSTANCE, instanceId))));
  }

  /** Writes down that activities are claimed; false if the session was found dead. */
  boolean hold(List<Held> activities, String instanceId) {
    List<Change> puts = new ArrayList<>();
    for (Held held : activities) {
      puts.add(
          new Change.Put(
              Keys.activity(held.task().id()),
              Map.of(
                  ActivityQueue.INSTANCE,
                  instanceId,
                  ActivityQueue.TASK,
                  held.task().task().taskId())));
    }
    return hold(puts);
  }

  private boolean hold(List<Change> puts) {
    lock.readLock().lock();
    try {
      synchronized (over) {
        puts.forEach(put -> over.remove(put.key()));
      }
      return rows.hold(session, puts);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** What a row says is over. */
  void letGo(String key) {
    synchronized (over) {
      over.add(key);
      if (over.size() < MANY) {
        return;
      }
    }
    deleteOver();
  }

  /** Deletes the rows of what is over. */
  void deleteOver() {
    lock.writeLock().lock();
    try {
      List<String> keys;
      synchronized (over) {
        keys = List.copyOf(over);
        over.clear();
      }
      if (!keys.isEmpty()) {
        rows.drop(session, keys);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
