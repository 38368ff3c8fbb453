package dev.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class FetcherTest {
  private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");
  private static final Duration POLL = Duration.ofSeconds(1);

  private Optional<Duration> storesInterval = Optional.empty();
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger doubts = new AtomicInteger();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<FetchBatch> batches = new ArrayList<>();

  private Fetcher fetcher(Supplier<FetchBatch> answer) {
    return new Fetcher(
        session(answer),
        new Pauses(),
        new StoreTime(ticks::get, NOON),
        POLL,
        () -> new FetchRequest(0, 0, 1),
        batches::add,
        doubts::incrementAndGet);
  }

  private WorkerSession session(Supplier<FetchBatch> answer) {
    return (WorkerSession)
        Proxy.newProxyInstance(
            WorkerSession.class.getClassLoader(),
            new Class<?>[] {WorkerSession.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("pollInterval")) {
                return storesInterval;
              }
              fetches.incrementAndGet();
              return answer.get();
            });
  }

  private static FetchBatch nothing(Instant storeTime, Instant nextDue) {
    return new FetchBatch(storeTime, List.of(), List.of(), List.of(), true, Optional.of(nextDue));
  }

  @Test
  void what_is_due_and_finds_no_room_is_not_asked_for_again_at_once() {
    fetcher(() -> nothing(NOON, NOON.minusSeconds(5))).wakeUp();
    assertThat(pauses).containsExactly(POLL);
  }

  @Test
  void a_store_that_knows_when_it_looks_again_is_asked_then_and_not_before() {
    storesInterval = Optional.of(Duration.ofSeconds(20));
    fetcher(() -> nothing(NOON, NOON)).wakeUp();
    storesInterval = Optional.of(Duration.ofMillis(50));
    fetcher(() -> nothing(NOON, NOON.plusSeconds(5))).wakeUp();
    assertThat(pauses).containsExactly(Duration.ofSeconds(20), Duration.ofMillis(50));
  }

  @Test
  void a_clock_here_that_runs_ahead_waits_for_as_long_as_the_store_says() {
    ticks.set(Duration.ofSeconds(30).toNanos());
    fetcher(
            () -> {
              ticks.addAndGet(Duration.ofSeconds(30).toNanos()); // jumps while the store is asked
              return nothing(NOON, NOON.plusMillis(200));
            })
        .wakeUp();
    assertThat(pauses).singleElement().isEqualTo(Duration.ofMillis(200).plusNanos(1_000));
  }

  @Test
  void after_a_fetch_in_doubt_there_is_no_other_so_that_no_message_overtakes() {
    Fetcher fetcher =
        fetcher(() -> {
          throw new StorageException("the answer is lost", null, true);
        });
    fetcher.wakeUp();
    fetcher.wakeUp();
    assertThat(doubts).hasValue(1);
    assertThat(fetches).hasValue(1);
  }

  /** Others may hold by then what it claimed, and its worker under a new session too. */
  @Test
  void what_a_fetch_brings_after_its_session_was_given_up_is_not_delivered() {
    AtomicReference<Fetcher> fetcher = new AtomicReference<>();
    fetcher.set(
        fetcher(() -> {
          fetcher.get().stop(); // the answer comes too late
          return nothing(NOON, NOON);
        }));
    fetcher.get().wakeUp();
    assertThat(fetches).hasValue(1);
    assertThat(batches).isEmpty();
  }

  @Test
  void what_a_fetch_brings_in_time_is_delivered() {
    fetcher(() -> nothing(NOON, NOON)).wakeUp();
    assertThat(batches).hasSize(1);
  }

  /** Runs background work at once, and remembers how long it was to wait. */
  private final class Pauses implements EngineScheduler {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void background(Runnable task) {
      task.run();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
      pauses.add(delay);
      return () -> {};
    }

    @Override
    public Cancellable activity(Runnable body) {
      throw new UnsupportedOperationException("no activities here");
    }

    @Override
    public ThreadFactory orchestratorThreads() {
      throw new UnsupportedOperationException("no orchestrators here");
    }

    @Override
    public boolean await(CompletableFuture<?> signal, Duration timeout) {
      return signal.isDone();
    }

    @Override
    public void close() {
      // nothing to end
    }
  }
}
