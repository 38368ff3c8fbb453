package dev.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.StorageException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FunctionBoardTest {
  private static final FunctionName ORDER = FunctionName.parse("Order_v1");
  private static final int MANY = 20;

  private final InMemoryStorage storage = new InMemoryStorage();
  private final HubStore hub = storage.hub("orders");
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile Runnable onRead = () -> {};
  private final FunctionBoard board =
      new FunctionBoard(
          watched(hub),
          KnownFunctions.of(List.of(), List.of()),
          new Ports(ticks::get, new ThreadScheduler(), new RandomIds()));

  @AfterEach
  void close() {
    storage.close();
  }

  /** The hub, with a word before each look at its sessions. */
  private HubStore watched(HubStore real) {
    return (HubStore)
        Proxy.newProxyInstance(
            HubStore.class.getClassLoader(),
            new Class<?>[] {HubStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("sessions")) {
                reads.incrementAndGet();
                onRead.run();
              }
              return method.invoke(real, arguments);
            });
  }

  private void serve(FunctionName orchestrator) {
    hub.openSession(
        new SessionDescriptor("worker", Set.of(orchestrator), Set.of(), "build", Set.of(1)),
        () -> {});
  }

  private void elapse(Duration duration) {
    ticks.addAndGet(duration.toNanos());
  }

  private boolean knows(FunctionName orchestrator) {
    return board.known().contains(FunctionKind.ORCHESTRATOR, orchestrator);
  }

  @Test
  void B9_many_threads_that_miss_at_once_read_the_store_once() throws InterruptedException {
    serve(ORDER);
    CountDownLatch mayRead = new CountDownLatch(1);
    onRead = () -> awaitQuietly(mayRead);
    Queue<KnownFunctions> found = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      threads.add(Thread.ofPlatform().start(() -> found.add(board.known())));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    mayRead.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(reads).hasValue(1);
    assertThat(found).hasSize(MANY).allMatch(known -> known == found.peek());
    assertThat(found.peek().orchestrators()).containsExactly(ORDER);
  }

  @Test
  void what_is_known_is_read_again_when_it_is_a_second_old() {
    assertThat(knows(ORDER)).isFalse();
    serve(ORDER);
    elapse(Duration.ofMillis(999));
    assertThat(knows(ORDER)).isFalse();
    elapse(Duration.ofMillis(1));
    assertThat(knows(ORDER)).isTrue();
    assertThat(reads).hasValue(2);
  }

  @Test
  void who_asks_for_what_is_known_now_never_gets_a_look_that_began_before() {
    assertThat(knows(ORDER)).isFalse();
    serve(ORDER);
    assertThat(board.refreshed().orchestrators()).containsExactly(ORDER);
    assertThat(reads).hasValue(2);
  }

  @Test
  void a_look_that_failed_is_made_again_by_the_next_who_asks() {
    onRead =
        () -> {
          throw new StorageException("out of reach", null);
        };
    assertThatThrownBy(board::known).hasMessageContaining("out of reach");
    onRead = () -> {};
    serve(ORDER);
    assertThat(knows(ORDER)).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
