package dev.varve.testing.engine;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.history.HistoryEvent;
import dev.varve.history.RecordedEvent;
import dev.varve.testing.storage.StorageFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Real engines on one empty store per test, in real time. */
@SuppressWarnings("NullAway.Init") // set before each test
abstract class EngineCase {
  private final List<Varve> engines = new ArrayList<>();
  private final List<CountDownLatch> latches = new ArrayList<>();
  private StorageFixture fixture;
  private SessionTap storage;

  /** The store to test on. */
  abstract StorageFixture fixture();

  @BeforeEach
  void openStore() {
    fixture = fixture();
    storage = new SessionTap(fixture.open(InstantSource.system()));
  }

  @AfterEach
  void closeAll() {
    latches.forEach(CountDownLatch::countDown);
    engines.reversed().forEach(Varve::close);
    storage.close();
    fixture.close();
  }

  // ---- engines ----

  VarveBuilder engine() {
    return Varve.builder().hub("contract").sharedStorage(storage);
  }

  Varve run(VarveBuilder builder) {
    Varve engine = builder.start();
    engines.add(engine);
    return engine;
  }

  /** Ends an engine in good order, before the end of the test. */
  void stop(Varve engine) {
    engines.remove(engine);
    engine.close();
  }

  /** Lets the worker that was started last die: what it held is for others to recover. */
  void crashLastEngine() {
    fixture.crash(storage.lastSession());
  }

  /** Something activities can wait at; opened at the end of the test at the latest. */
  CountDownLatch gate() {
    CountDownLatch gate = new CountDownLatch(1);
    latches.add(gate);
    return gate;
  }

  static void pass(CountDownLatch gate) throws InterruptedException {
    if (!gate.await(Await.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the gate was never opened");
    }
  }

  /** Waits at the gate for as long as it takes, whoever interrupts. */
  static void passStubbornly(CountDownLatch gate) {
    while (true) {
      try {
        pass(gate);
        return;
      } catch (InterruptedException e) {
        Thread.interrupted();
      }
    }
  }

  // ---- instances ----

  static String start(Varve engine, String name, String id) {
    return start(engine, name, id, null);
  }

  static String start(Varve engine, String name, String id, @Nullable Object input) {
    return engine
        .client()
        .scheduleNewOrchestrationInstance(name, input, StartOptions.withId(id));
  }

  static OrchestrationMetadata end(Varve engine, String id) {
    return engine.client().waitForInstanceCompletion(id, Await.LONGEST);
  }

  static @Nullable String output(Varve engine, String id) {
    OrchestrationMetadata ended = end(engine, id);
    if (!ended.isCompleted()) {
      throw new AssertionError(ended + " " + ended.failure());
    }
    return ended.outputAs(String.class);
  }

  static OrchestrationMetadata look(VarveClient client, String id) {
    return client.getInstanceMetadata(id).orElseThrow();
  }

  static void awaitStatus(Varve engine, String id, OrchestrationRuntimeStatus status) {
    Await.until(
        id + " to be " + status, () -> look(engine.client(), id).runtimeStatus() == status);
  }

  static void awaitCondition(Varve engine, String id, InstanceCondition condition) {
    Await.until(
        id + " to be " + condition,
        () -> look(engine.client(), id).condition().filter(condition::equals).isPresent());
  }

  /** Waits until its code has run as far as a custom status. */
  static void awaitCustomStatus(Varve engine, String id, String status) {
    Await.until(
        id + " to say " + status,
        () -> status.equals(look(engine.client(), id).customStatusAs(String.class)));
  }

  static List<HistoryEvent> history(Varve engine, String id) {
    try (Stream<RecordedEvent> events = engine.client().getHistory(id)) {
      return events.map(RecordedEvent::event).toList();
    }
  }

  static long count(Varve engine, String id, Class<? extends HistoryEvent> kind) {
    return history(engine, id).stream().filter(kind::isInstance).count();
  }

  static Duration millis(long count) {
    return Duration.ofMillis(count);
  }
}
