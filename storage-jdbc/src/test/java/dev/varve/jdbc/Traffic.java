package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceFinishedException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.storage.HubStore;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that start orchestrations, raise their events and wait for their ends, while connections
 * break: what was acknowledged must have happened, once, and what was refused must not.
 */
final class Traffic {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int CALLERS = 6;
  private static final int EVENTS = 3;

  private final List<Varve> engines;
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger completed = new AtomicInteger();
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<String> doubtful = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean stopping;

  Traffic(List<Varve> engines) {
    this.engines = List.copyOf(engines);
  }

  /** The functions the callers use. */
  static VarveBuilder functions(VarveBuilder builder) {
    return builder
        .orchestrator("Order_v1", Integer.class, Traffic::order)
        .activity("Double_v1", Integer.class, (Integer in) -> 2 * in);
  }

  private static String order(OrchestrationContext context, Integer in) {
    StringBuilder result = new StringBuilder();
    for (int i = 1; i <= EVENTS; i++) {
      result.append(context.callActivity("Double", in, Integer.class).await());
      result.append(':');
      result.append(context.waitForExternalEvent("Step", Integer.class).await());
      result.append(' ');
    }
    return result.toString();
  }

  private static String expected(int in) {
    StringBuilder result = new StringBuilder();
    for (int i = 1; i <= EVENTS; i++) {
      result.append(2 * in).append(':').append(i).append(' ');
    }
    return result.toString();
  }

  void start() {
    for (int i = 0; i < CALLERS; i++) {
      Varve engine = engines.get(i % engines.size());
      callers.add(Thread.ofPlatform().name("caller-" + i).start(() -> call(engine)));
    }
  }

  /** How many orchestrations have come to their end. */
  int completed() {
    return completed.get();
  }

  /** Returns when so many more have come to their end. */
  void awaitMore(int count) {
    int goal = completed() + count;
    await("the work to go on", () -> completed() >= goal || !failures.isEmpty());
    assertThat(failures).isEmpty();
  }

  /** Lets what was started end, and holds the store against what callers were told. */
  void stopAndCheck(HubStore hub) {
    stopping = true;
    await("the callers to end", () -> callers.stream().noneMatch(Thread::isAlive));
    assertThat(failures).isEmpty();
    assertThat(refused).allSatisfy(id -> assertThat(hub.instance(id)).isEmpty());
    assertThat(acknowledged).allSatisfy(id -> checkHistory(id, hub.history(id, 0, 1_000)));
  }

  private static void checkHistory(String id, List<HistoryTurn> history) {
    List<Integer> answered = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      assertThat(history.get(i).sequence()).describedAs(id).isEqualTo(i + 1);
      history.get(i).inputs().stream()
          .filter(TaskCompleted.class::isInstance)
          .forEach(input -> answered.add(((TaskCompleted) input).taskId()));
    }
    assertThat(answered).describedAs(id).hasSize(EVENTS).doesNotHaveDuplicates();
  }

  static void await(String what, java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void call(Varve engine) {
    try {
      while (!stopping) {
        int number = ids.incrementAndGet();
        if (begin(engine, "order-" + number, number)) {
          goOn(engine, "order-" + number, number);
        }
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  private boolean begin(Varve engine, String id, int number) {
    try {
      engine.client().scheduleNewOrchestrationInstance("Order_v1", number, StartOptions.withId(id));
    } catch (StorageException e) {
      LockSupport.parkNanos(PAUSE.toNanos());
      if (!e.outcomeUnknown()) {
        refused.add(id);
        return false;
      }
      insist(engine, id, number);
    } catch (IllegalStateException takenForDead) {
      refused.add(id);
      return false;
    }
    acknowledged.add(id);
    return true;
  }

  /** It may have begun; the same id begins nothing twice. */
  private static void insist(Varve engine, String id, int number) {
    while (true) {
      try {
        engine
            .client()
            .scheduleNewOrchestrationInstance("Order_v1", number, StartOptions.withId(id));
        return;
      } catch (InstanceAlreadyExistsException e) {
        return;
      } catch (StorageException | IllegalStateException e) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void goOn(Varve engine, String id, int number) {
    boolean certain = true;
    for (int event = 1; event <= EVENTS; event++) {
      certain &= raise(engine, id, event);
    }
    OrchestrationMetadata end = engine.client().waitForInstanceCompletion(id, LONGEST);
    if (!end.isCompleted()) {
      failures.add(new AssertionError(id + " failed: " + end.failure()));
    } else if (certain && !expected(number).equals(end.outputAs(String.class))) {
      failures.add(new AssertionError(id + " came to " + end.outputAs(String.class)));
    }
    completed.incrementAndGet();
  }

  /** Whether it is known to have been raised once. */
  private boolean raise(Varve engine, String id, int event) {
    boolean certain = true;
    while (true) {
      try {
        engine.client().raiseEvent(id, "Step", event);
        return certain;
      } catch (InstanceFinishedException e) {
        if (certain) {
          throw e;
        }
        return false;
      } catch (StorageException e) {
        if (e.outcomeUnknown()) {
          certain = false;
          doubtful.add(id);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  @Override
  public String toString() {
    return "%d acknowledged, %d refused, %d with an event whose outcome was unknown, %d ended"
        .formatted(acknowledged.size(), refused.size(), doubtful.size(), completed());
  }
}
