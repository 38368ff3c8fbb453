package dev.varve.samples.kills;

import dev.varve.ExistingInstancePolicy;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.VarveClient;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts programs and raises their events from outside, and remembers what was acknowledged. Runs
 * on a thread of its own; what it remembers is read after that has ended.
 */
final class Load implements Runnable {
  private static final int MOST_OPEN = 150;
  private static final long NANOS_BETWEEN = 500_000;

  private final VarveClient client;
  private final SplittableRandom random;
  private final Map<String, Root> acknowledged = new LinkedHashMap<>();
  private final List<Root> open = new ArrayList<>();
  private long events;
  private volatile boolean starting = true;

  Load(VarveClient client, long seed) {
    this.client = client;
    this.random = new SplittableRandom(seed);
  }

  /** A program whose start was acknowledged; counts its acknowledged events. */
  static final class Root {
    private final String id;
    private final long seed;
    private final int version;
    private final Model model;
    private int raised;

    Root(String id, long seed, int version) {
      this.id = id;
      this.seed = seed;
      this.version = version;
      this.model = Model.of(seed, 0, version);
    }

    String id() {
      return id;
    }

    int version() {
      return version;
    }

    Model model() {
      return model;
    }

    int raised() {
      return raised;
    }
  }

  /** Ends starting; the run returns once all that was started has ended. */
  void finish() {
    starting = false;
  }

  Map<String, Root> acknowledged() {
    return acknowledged;
  }

  long events() {
    return events;
  }

  @Override
  public void run() {
    while (starting || !open.isEmpty()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      act();
      LockSupport.parkNanos(NANOS_BETWEEN);
    }
  }

  private void act() {
    if (starting && open.size() < MOST_OPEN) {
      start();
    }
    if (!open.isEmpty()) {
      int chosen = random.nextInt(open.size());
      Root root = open.get(chosen);
      if (root.raised < root.model.events()) {
        raise(root);
      } else if (hasEnded(root)) {
        open.remove(chosen);
      }
    }
  }

  private void start() {
    long seed = random.nextLong();
    Root root = new Root("program-" + (acknowledged.size() + 1), seed, seed % 2 == 0 ? 2 : 1);
    StartOptions options =
        StartOptions.withId(root.id).withExisting(ExistingInstancePolicy.refuse());
    try {
      client.scheduleNewOrchestrationInstance(
          "Interpreter_v" + root.version, State.begin(root.seed, 0), options);
    } catch (UnknownFunctionException noWorkerLives) {
      return; // refused, nothing was written
    } catch (StorageException e) {
      nothingHappened(e);
      return;
    }
    acknowledged.put(root.id, root);
    open.add(root);
  }

  private void raise(Root root) {
    try {
      client.raiseEvent(root.id, "STEP", root.raised + 1);
      root.raised++;
      events++;
    } catch (StorageException e) {
      nothingHappened(e); // it is raised again
    }
  }

  /** The store never goes away here, so that what became of a write can always be found out. */
  private static void nothingHappened(StorageException e) {
    if (e.outcomeUnknown()) {
      throw e;
    }
  }

  private boolean hasEnded(Root root) {
    Optional<OrchestrationMetadata> metadata = client.getInstanceMetadata(root.id);
    return metadata.isEmpty() || metadata.get().isFinished();
  }
}
