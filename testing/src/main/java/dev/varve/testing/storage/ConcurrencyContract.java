package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several workers and senders at once. The seed decides who sends what to whom and who releases
 * when; the interleaving is the scheduler's.
 */
abstract class ConcurrencyContract extends HubContract {
  private static final int INSTANCES = 8;
  private static final int SENDERS = 3;
  private static final int WORKERS = 3;
  private static final int EVENTS_PER_SENDER = 60;
  private static final long PATIENCE_SECONDS = 60;

  private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
  private final AtomicInteger outstanding = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void G1_G4_G7_G8_workers_and_senders_at_once_lose_and_double_nothing(long seed) throws Exception {
    List<NewInstance> starts = new ArrayList<>();
    for (int i = 0; i < INSTANCES; i++) {
      starts.add(order("i" + i));
      taken.put("i" + i, new ArrayList<>());
    }
    get(hub.start(starts));
    outstanding.set(SENDERS * EVENTS_PER_SENDER);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int sender = i;
      tasks.add(() -> sendAll(sender, new Random(seed * 31 + sender)));
    }
    for (int i = 0; i < WORKERS; i++) {
      long workerSeed = seed * 57 + i;
      tasks.add(() -> work(new Random(workerSeed)));
    }
    runAll(tasks);
    assertThat(outstanding).hasValue(0);
    taken.forEach(this::assertComplete);
    assertThat(hub.counts().stream().mapToLong(count -> count.count()).sum()).isEqualTo(INSTANCES);
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      List<Future<Void>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      try {
        for (Future<Void> task : running) {
          assertThat(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNull();
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @SuppressWarnings("NullAway") // Callable<Void> has nothing but null to return
  private Void sendAll(int sender, Random random) {
    for (int i = 0; i < EVENTS_PER_SENDER; i++) {
      String id = "i" + random.nextInt(INSTANCES);
      assertThat(send(id, event(sender + ":" + i))).isEqualTo(SendOutcome.ACCEPTED);
    }
    return null;
  }

  /** Takes in what is due, part of it at times, until every event was taken in by somebody. */
  @SuppressWarnings("NullAway") // Callable<Void> has nothing but null to return
  private Void work(Random random) {
    Map<String, Long> sequences = new HashMap<>();
    Semaphore hints = new Semaphore(0);
    SessionDescriptor descriptor =
        new SessionDescriptor("worker", Set.of(ORDER), Set.of(), "build-1", Set.of(1));
    try (WorkerSession session = hub.openSession(descriptor, hints::release)) {
      while (outstanding.get() > 0 && !Thread.currentThread().isInterrupted()) {
        FetchBatch batch = session.fetch(new FetchRequest(2, 0, 1_000));
        if (batch.isEmpty()) {
          awaitHint(hints);
        }
        for (ClaimedInstance claimed : batch.claimed()) {
          sequences.put(claimed.instanceId(), claimed.history().getLast().sequence());
          turn(session, sequences, claimed.instanceId(), claimed.messages(), random);
        }
        for (FetchBatch.Delivery delivery : batch.delivered()) {
          turn(session, sequences, delivery.instanceId(), delivery.messages(), random);
        }
      }
    }
    return null;
  }

  /** Hints may be lost (G11), so nobody waits for one for long. */
  private static void awaitHint(Semaphore hints) {
    try {
      if (hints.tryAcquire(10, TimeUnit.MILLISECONDS)) {
        hints.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(
      WorkerSession session,
      Map<String, Long> sequences,
      String id,
      List<InboxMessage> messages,
      Random random) {
    int count = random.nextInt(messages.size() + 1);
    boolean leaves = count < messages.size() || random.nextInt(4) == 0;
    List<InboxMessage> now = messages.subList(0, count);
    long sequence = sequences.merge(id, 1L, Long::sum);
    // Noted before the commit: afterwards another worker may own the instance already.
    List<String> order = taken.getOrDefault(id, new ArrayList<>());
    now.forEach(message -> order.add(nameOf(message.event())));
    commit(session, turn(id, sequence).consuming(ids(now)));
    if (leaves) {
      release(session, id);
      sequences.remove(id);
    }
    outstanding.addAndGet(-count);
  }

  private static String nameOf(InputEvent event) {
    return ((EventRaised) event).name();
  }

  private void assertComplete(String id, List<String> names) {
    assertThat(names).as("events of %s", id).doesNotHaveDuplicates();
    for (int sender = 0; sender < SENDERS; sender++) {
      String prefix = sender + ":";
      List<Integer> numbers =
          names.stream()
              .filter(name -> name.startsWith(prefix))
              .map(name -> Integer.valueOf(name.substring(prefix.length())))
              .toList();
      assertThat(numbers).as("events of sender %d to %s", sender, id).isSorted();
    }
    List<Long> sequences = sequences(id);
    for (int i = 0; i < sequences.size(); i++) {
      assertThat(sequences.get(i)).as("sequences of %s", id).isEqualTo(i + 1L);
    }
    assertThat(row(id).lastSequence()).isEqualTo(sequences.size());
    assertThat(row(id).status()).isNotEqualTo(OrchestrationRuntimeStatus.COMPLETED);
  }
}
