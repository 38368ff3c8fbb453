package dev.varve.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves sessions alive by a lease in their row, which they renew and which runs out by the clock
 * of the database. One that is late but not yet buried goes on as if nothing had been.
 */
final class LeaseLiveness implements Liveness {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseLiveness.class);
  private static final int REST_SHARE = 4;
  private static final int STALL_SHARE = 3;

  private final Readers readers;
  private final StoreClock clock;
  private final Duration lease;
  private final Writer writer;

  /**
   * @param lease how long a session lives without being renewed
   */
  LeaseLiveness(Readers readers, StoreClock clock, Duration lease, Writer writer) {
    this.readers = readers;
    this.clock = clock;
    this.lease = lease;
    this.writer = writer;
  }

  /** The row is the proof. */
  @Override
  public void begin(long session) {}

  @Override
  public long expires(long now) {
    return now + lease.toNanos() / 1_000;
  }

  @Override
  public Duration rest() {
    return lease.dividedBy(REST_SHARE);
  }

  /** The row is gone already. */
  @Override
  public void end(long session) {}

  /** Lets the lease run out now, if the database can be told; otherwise it does by itself. */
  @Override
  public void drop(long session) {
    CompletableFuture<Boolean> ignored =
        writer.submit(
            new WriteOperation<Boolean>() {
              @Override
              Boolean apply(WriteBatch batch) throws SQLException {
                batch.execute("UPDATE varve_session SET expires=0 WHERE session=?", session);
                return true;
              }
            });
  }

  /** It left nothing beside its row. */
  @Override
  public void clean(long session) {}

  @Override
  public List<Long> deadOf(HubKey hub) {
    return readers.readOne(
        "look for dead sessions",
        connection -> {
          PreparedStatement select =
              connection.prepare(
                  "SELECT session FROM varve_session WHERE hub=? AND (alive=0 OR expires<?)"
                      + " ORDER BY session");
          select.setLong(1, hub.hub());
          select.setLong(2, clock.micros());
          return numbers(select);
        });
  }

  @Override
  public List<Long> alive(List<Long> sessions) {
    return readers.read(
        "look for live sessions",
        connection -> {
          PreparedStatement select =
              connection.prepare("SELECT session FROM varve_session WHERE alive=1 AND expires>=?");
          select.setLong(1, clock.micros());
          Set<Long> alive = new HashSet<>(numbers(select));
          return sessions.stream().filter(alive::contains).toList();
        });
  }

  /**
   * Passes over a session whose row is locked: it is stuck in mid-transaction, or somebody else is
   * burying it. Waiting for it would hold up everything that is written here. If it is stuck in the
   * middle of sending, it is cut off, so that the next look finds its row free.
   */
  @Override
  public boolean bury(WriteBatch batch, long session) throws SQLException {
    PreparedStatement lock =
        batch.prepare(
            "SELECT s.session FROM varve_session s WHERE s.session=? AND (s.alive=0 OR s.expires<?)"
                + batch.dialect().forUpdateSkippingLocked("s"));
    lock.setLong(1, session);
    lock.setLong(2, batch.now());
    if (numbers(lock).isEmpty()) {
      cutOffStalled(batch, session);
      return false;
    }
    return batch.execute("UPDATE varve_session SET alive=0 WHERE session=?", session) == 1;
  }

  private void cutOffStalled(WriteBatch batch, long session) throws SQLException {
    if (PostgresBackend.endStalled(batch, session, lease.dividedBy(STALL_SHARE))) {
      LOG.warn(
          "the lease of session {} is over while it stands still in the middle of sending a"
              + " transaction; its connection was ended",
          session);
    }
  }

  private static List<Long> numbers(PreparedStatement select) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return numbers;
  }
}
