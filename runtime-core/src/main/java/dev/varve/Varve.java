package dev.varve;

import dev.varve.internal.engine.Engine;

/**
 * A running engine on one hub: works on instances and offers a client. Thread-safe. Closing drains
 * it: it takes nothing new, lets turns and activities end, and gives the rest back.
 */
public final class Varve implements AutoCloseable {
  private final Engine engine;
  private final VarveClient client;
  private final Runnable onClose;

  Varve(Engine engine, VarveClient client, Runnable onClose) {
    this.engine = engine;
    this.client = client;
    this.onClose = onClose;
  }

  /** Builds an engine. */
  public static VarveBuilder builder() {
    return new VarveBuilder();
  }

  /** Starts, watches and manages orchestrations. */
  public VarveClient client() {
    return client;
  }

  /** How many instances are in memory here. */
  public int residentInstances() {
    return engine.residentInstances();
  }

  /** How many turns block or compute for too long now; each was logged with its stack. */
  public int stuckTurns() {
    return engine.stuckTurns();
  }

  @Override
  public void close() {
    try {
      engine.close();
    } finally {
      onClose.run();
    }
  }
}
