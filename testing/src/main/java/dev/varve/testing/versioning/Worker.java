package dev.varve.testing.versioning;

import dev.varve.Varve;
import dev.varve.VarveClient;
import dev.varve.storage.WorkerSession;
import java.util.function.Consumer;

/** An engine in a process of its own, as far as the store can tell. */
final class Worker implements AutoCloseable {
  private final Varve varve;
  private final ProcessStorage storage;
  private final Fate fate;
  private final Consumer<WorkerSession> crash;

  Worker(Varve varve, ProcessStorage storage, Fate fate, Consumer<WorkerSession> crash) {
    this.varve = varve;
    this.storage = storage;
    this.fate = fate;
    this.crash = crash;
  }

  VarveClient client() {
    return varve.client();
  }

  /** How often it has looked for work. */
  long fetches() {
    return fate.fetches();
  }

  /** Lets a process that was held back take work. */
  void letGo() {
    fate.letGo();
  }

  boolean isDead() {
    return fate.isDead();
  }

  /** Whether it has died of a write, or is about to. */
  boolean diesOfAWrite() {
    return fate.isSealed();
  }

  /** Ends the process where it stands: it writes nothing more and gives nothing back. */
  void kill() {
    fate.die();
    storage.sessions().forEach(crash);
    varve.close();
  }

  /** Ends the process in good order. */
  @Override
  public void close() {
    varve.close();
  }
}
