package dev.varve;

import dev.varve.internal.engine.EngineClient;

/**
 * A client of a hub without a worker: starts, watches and manages orchestrations that workers
 * elsewhere run. It opens no session, so no worker and no overview counts it. Thread-safe. Closing
 * it ends nothing but the connection.
 */
public final class VarveConnection implements AutoCloseable {
  private final EngineClient client;
  private final Runnable onClose;

  VarveConnection(EngineClient client, Runnable onClose) {
    this.client = client;
    this.onClose = onClose;
  }

  /** Starts, watches and manages orchestrations. */
  public VarveClient client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    onClose.run();
  }
}
