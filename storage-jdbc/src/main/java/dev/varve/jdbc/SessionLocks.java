package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
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
final class SessionLocks implements Liveness {
  private static final Logger LOG = LoggerFactory.getLogger(SessionLocks.class);
  private static final Duration REST = Duration.ofSeconds(10);
  private static final Map<Path, FileChannel> HELD_HERE = new ConcurrentHashMap<>();

  /** A second look at a file from this process, while the first has it locked, would throw. */
  private static final ReentrantLock LOOKING = new ReentrantLock();

  private final Path database;
  private final Readers readers;

  /**
   * @param database the real path of the database file
   */
  SessionLocks(Path database, Readers readers) {
    this.database = database;
    this.readers = readers;
  }

  @Override
  public void begin(long session) {
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

  /** Its lock says it, whatever the clock does. */
  @Override
  public long expires(long now) {
    return Long.MAX_VALUE;
  }

  /** What the row says is for people, so an idle process need not write it often. */
  @Override
  public Duration rest() {
    return REST;
  }

  /** Ends the proof and removes the file. */
  @Override
  public void end(long session) {
    drop(session);
    clean(session);
  }

  @Override
  public void drop(long session) {
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
  @Override
  public void clean(long session) {
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

  @Override
  public List<Long> alive(List<Long> sessions) {
    return sessions.stream().filter(this::isHeld).toList();
  }

  @Override
  public boolean bury(WriteBatch batch, long session) throws SQLException {
    batch.execute("UPDATE varve_session SET alive=0 WHERE session=?", session);
    return true;
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

  @Override
  public List<Long> deadOf(HubKey hub) {
    return readers.read("look for dead sessions", c -> SessionRows.ids(c, hub)).stream()
        .filter(id -> !isHeld(id))
        .toList();
  }

  private Path file(long session) {
    return database.resolveSibling(database.getFileName() + ".session-" + session + ".lock");
  }
}
