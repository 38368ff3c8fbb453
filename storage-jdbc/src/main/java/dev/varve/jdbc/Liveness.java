package dev.varve.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** How sessions prove that they live, and how others find that they do not. Thread-safe. */
interface Liveness {
  /** Begins the proof, before there is a row of the session. */
  void begin(long session);

  /** Until when the row of a session says it lives if nobody renews it, in microseconds. */
  long expires(long now);

  /** For how long after a renewal the next one can be left out. */
  Duration rest();

  /** Ends the proof of a session that was closed. */
  void end(long session);

  /** Ends the proof as the death of the process would. */
  void drop(long session);

  /** Removes what a dead session left beside its row. */
  void clean(long session);

  /** The sessions of a hub that died and still have a row. */
  List<Long> deadOf(HubKey hub);

  /** Of these sessions those that live. */
  List<Long> alive(List<Long> sessions);

  /**
   * Marks a session dead, which ends everything it may write, unless it has shown meanwhile that it
   * lives.
   *
   * @return whether it is dead
   */
  boolean bury(WriteBatch batch, long session) throws SQLException;
}
