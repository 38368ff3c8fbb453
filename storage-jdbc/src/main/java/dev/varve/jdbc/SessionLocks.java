package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves sessions alive: each holds an operating-system lock on a file of its own beside the
 * database, which vanishes with its process, so that a restart waits for no lease.
 *
 * <p>Such locks belong to the process, and closing any channel of a file drops them. Sessions of
 * this process are therefore looked up in a registry that all stores share, and their files are
 * never opened a second time.
 */
final class SessionLocks {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLocks.class);
  private static final Map<Path, FileChannel> HELD_HERE = new ConcurrentHashMap<>();

  /** A second look at a file from this process, while the first has it locked, would throw. */
  private static final ReentrantLock LOOKING = new ReentrantLock();

  private final Path database;

  /**
   * @param database the real path of the database file
   */
  SessionLocks(Path database) {
    this.database = database;
  }

  void lock(long session) {
    Path file = file(session);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      HELD_HERE.put(file, channel);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("somebody else holds it");
      }
    } catch (IOException e) {
      drop(session);
      throw new StorageException(
          "cannot lock "
              + file
              + ", which shows that a session is alive ("
              + e.getMessage()
              + "); check that the directory can be written and its file system has locks",
          e);
    }
  }

  /** Ends the proof and removes the file. */
  void unlock(long session) {
    drop(session);
    clean(session);
  }

  /** Ends the proof as the death of the process would. */
  void drop(long session) {
    Path file = file(session);
    FileChannel channel = HELD_HERE.get(file);
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("closing {} failed", file, e);
      }
      HELD_HERE.remove(file);
    }
  }

  /** Removes the file a dead session left. */
  void clean(long session) {
    Path file = file(session);
    if (HELD_HERE.containsKey(file)) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("removing {} failed", file, e);
    }
  }

  /** Whether the session's process lives. */
  boolean isHeld(long session) {
    Path file = file(session);
    LOOKING.lock();
    try {
      return HELD_HERE.containsKey(file) || isLocked(file);
    } finally {
      LOOKING.unlock();
    }
  }

  private static boolean isLocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new StorageException(
          "cannot look whether "
              + file
              + " is locked ("
              + e.getMessage()
              + "); check the permissions of the directory",
          e);
    }
  }

  /** The sessions of a hub that died and still have a row. */
  List<Long> deadOf(JdbcHub hub) {
    List<Long> all =
        hub.database()
            .readers()
            .read(
                "look for dead sessions",
                c -> {
                  List<Long> ids = new ArrayList<>();
                  var select =
                      c.prepare("SELECT session FROM session WHERE hub=? ORDER BY session");
                  select.setLong(1, hub.key().hub());
                  try (var row = select.executeQuery()) {
                    while (row.next()) {
                      ids.add(row.getLong(1));
                    }
                  }
                  return ids;
                });
    return all.stream().filter(id -> !isHeld(id)).toList();
  }

  private Path file(long session) {
    return database.resolveSibling(database.getFileName() + ".session-" + session + ".lock");
  }
}
