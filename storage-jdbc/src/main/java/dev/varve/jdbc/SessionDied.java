package dev.varve.jdbc;

/**
 * A session of this process, which the transaction took for alive, had been taken over. The
 * transaction is rolled back and tried again, now knowing it.
 */
final class SessionDied extends RuntimeException {
  private static final long serialVersionUID = 1;

  SessionDied(long session) {
    super("session " + session + " was taken over", null, false, false);
  }
}
