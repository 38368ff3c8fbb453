package dev.varve.jdbc;

import dev.varve.Names;
import dev.varve.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The hubs of an open database, and its end. Thread-safe. */
final class Hubs implements AutoCloseable {
  private final Database database;
  private final Upkeep upkeep;
  private final Map<String, JdbcHub> hubs;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  /**
   * @param hubs those in use; shared with whoever passes on what the writer has done
   */
  Hubs(Database database, Upkeep upkeep, Map<String, JdbcHub> hubs) {
    this.database = database;
    this.upkeep = upkeep;
    this.hubs = hubs;
  }

  Database database() {
    return database;
  }

  List<String> names() {
    return database.hubs();
  }

  JdbcHub hub(String name) {
    Names.requireHub(name);
    lock.lock();
    try {
      if (closed) {
        throw new StorageException("the storage is closed; open it again", null);
      }
      JdbcHub hub = hubs.get(name);
      if (hub == null) {
        hub = new JdbcHub(database, database.hub(name));
        hubs.put(name, hub);
      }
      return hub;
    } finally {
      lock.unlock();
    }
  }

  /** Sessions that were not closed before count as died. */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      upkeep.close();
      hubs.values().forEach(JdbcHub::abandonSessions);
      database.readers().close();
      database.writer().close();
    } finally {
      lock.unlock();
    }
  }
}
