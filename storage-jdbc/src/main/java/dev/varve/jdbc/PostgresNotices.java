package dev.varve.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hints between processes by LISTEN and NOTIFY, each on a thread and connection of its own. A
 * notice says only in which hub to look; many are sent as one; none is sent in a transaction that
 * writes, since the server would do such transactions one after the other. Lost notices are made up
 * for by the workers' polling.
 */
final class PostgresNotices implements Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresNotices.class);
  private static final String CHANNEL = "varve";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int LISTEN_MILLIS = 10_000;
  private static final int LEAVE_MILLIS = 1_000;
  private static final long NO_HUB = 0;

  /** What comes within this time goes out as one. */
  private static final Duration GATHER = Duration.ofMillis(2);

  private final DataSource source;
  private final LongConsumer wake;
  private final Runnable wakeAll;
  private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
  private final Thread notifier = new Thread(this::sendAll, "varve-notifier");
  private final Thread listener = new Thread(this::listenAlways, "varve-listener");
  private volatile int ownBackend;
  private volatile @Nullable Connection listening;
  private volatile boolean closed;

  /**
   * @param wake told the number of a hub in which something was left
   * @param wakeAll told when notices may have been missed
   */
  PostgresNotices(DataSource source, LongConsumer wake, Runnable wakeAll) {
    this.source = source;
    this.wake = wake;
    this.wakeAll = wakeAll;
  }

  @Override
  public void start() {
    notifier.setDaemon(true);
    listener.setDaemon(true);
    notifier.start();
    listener.start();
  }

  @Override
  public void committed(WriteBatch batch) {}

  @Override
  public void left(HubKey hub) {
    if (waiting.add(hub.hub())) {
      LockSupport.unpark(notifier);
    }
  }

  // ---- sending ----

  private void sendAll() {
    Pause pause = new Pause("notices to other workers cannot be sent; they find work by polling");
    while (!closed) {
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, LISTEN_MILLIS);
        ownBackend = connection.unwrap(PGConnection.class).getBackendPID();
        send(connection, pause);
        wakeListener(connection);
      } catch (SQLException e) {
        pause.after(e);
      }
    }
  }

  private void send(Connection connection, Pause pause) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      while (!closed) {
        Set<Long> hubs = new HashSet<>(waiting);
        for (long hub : hubs) {
          notify.setString(1, CHANNEL);
          notify.setString(2, Long.toString(hub));
          waiting.remove(hub);
          notify.executeQuery().close();
        }
        pause.reset();
        if (hubs.isEmpty()) {
          LockSupport.park(this);
        } else {
          LockSupport.parkNanos(this, GATHER.toNanos());
        }
      }
    }
  }

  /** So that it gives its connection back by itself. */
  private static void wakeListener(Connection connection) throws SQLException {
    try (PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, Long.toString(NO_HUB));
      notify.executeQuery().close();
    }
  }

  // ---- listening ----

  private void listenAlways() {
    Pause pause = new Pause("notices of other workers cannot be heard; work is found by polling");
    while (!closed) {
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement()) {
        listening = connection;
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, 3 * LISTEN_MILLIS);
        statement.execute("LISTEN " + CHANNEL);
        pause.reset();
        wakeAll.run();
        listen(connection, statement);
        statement.execute("UNLISTEN " + CHANNEL);
      } catch (SQLException e) {
        pause.after(e);
      } finally {
        listening = null;
      }
    }
  }

  private void listen(Connection connection, Statement statement) throws SQLException {
    PGConnection notices = connection.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] heard = notices.getNotifications(LISTEN_MILLIS);
      if (heard == null || heard.length == 0) {
        // Silence may mean that the server is gone.
        statement.execute("SELECT 1");
        continue;
      }
      Set<Long> hubs = new HashSet<>();
      for (PGNotification notice : heard) {
        if (notice.getPID() != ownBackend) {
          hub(notice).ifPresent(hubs::add);
        }
      }
      hubs.forEach(wake::accept);
    }
  }

  /** Anybody in the database may send something on the channel. */
  private static OptionalLong hub(PGNotification notice) {
    try {
      return OptionalLong.of(Long.parseLong(notice.getParameter()));
    } catch (NumberFormatException e) {
      LOG.debug("a notice on channel {} is not of Varve", CHANNEL, e);
      return OptionalLong.empty();
    }
  }

  /** Waits longer after each failure, and logs the first of a row. */
  private final class Pause {
    private final String consequence;
    private Duration next = FIRST_PAUSE;

    Pause(String consequence) {
      this.consequence = consequence;
    }

    void reset() {
      next = FIRST_PAUSE;
    }

    void after(SQLException error) {
      if (closed) {
        return;
      }
      if (next.equals(FIRST_PAUSE)) {
        LOG.warn("{} until the server answers again: {}", consequence, error.getMessage());
      }
      LockSupport.parkNanos(next.toNanos());
      Duration doubled = next.multipliedBy(2);
      next = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(notifier);
    LockSupport.unpark(listener);
    join(notifier, LISTEN_MILLIS);
    join(listener, LEAVE_MILLIS);
    Connection open = listening;
    if (open != null) {
      try {
        // It waits for a notice that does not come; nothing of it is needed any more.
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("ending the listening connection failed", e);
      }
    }
    join(listener, LISTEN_MILLIS);
  }

  private static void join(Thread thread, int millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
