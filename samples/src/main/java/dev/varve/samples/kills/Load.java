package dev.varve.samples.kills;

import dev.varve.ExistingInstancePolicy;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.VarveClient;
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
    private final Model model;
    private int raised;

    Root(String id, long seed) {
      this.id = id;
      this.seed = seed;
      this.model = Model.of(seed, 0);
    }

    String id() {
      return id;
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
    Root root = new Root("program-" + (acknowledged.size() + 1), random.nextLong());
    StartOptions options =
        StartOptions.withId(root.id).withExisting(ExistingInstancePolicy.refuse());
    try {
      client.scheduleNewOrchestrationInstance("Interpreter_v1", State.begin(root.seed, 0), options);
    } catch (UnknownFunctionException noWorkerLives) {
      return; // refused, nothing was written
    }
    acknowledged.put(root.id, root);
    open.add(root);
  }

  private void raise(Root root) {
    client.raiseEvent(root.id, "STEP", root.raised + 1);
    root.raised++;
    events++;
  }

  private boolean hasEnded(Root root) {
    Optional<OrchestrationMetadata> metadata = client.getInstanceMetadata(root.id);
    return metadata.isEmpty() || metadata.get().isFinished();
  }
}
