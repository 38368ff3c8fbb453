package dev.varve.benchmarks;

import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.HintQueue;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a storage account does without an engine, by the client that the engine uses: transactions
 * of as many rows as a small turn has, each in a partition of its own, reads of one row, and
 * messages put into a queue and taken out, by one client and by several at once.
 */
final class AzureLimit implements Measurement {
  private static final int CLIENTS = 32;
  private static final int ROWS_PER_TURN = 5;
  private static final String BODY = "x".repeat(150);
  private static final int WARM_UP = 20_000;
  private static final int SINGLE = 50_000;
  private static final int TOGETHER = 150_000;

  private final Site site;
  private final RowTable table;
  private final HintQueue queue;
  private final AtomicLong nextPartition = new AtomicLong();
  private final AtomicLong nextRead = new AtomicLong();

  AzureLimit(Site site) {
    this.site = site;
    StorageAccount account =
        StorageAccount.of(new AccountAccess.ByConnectionString(site.databaseUrl()));
    this.table = account.table("limit");
    this.queue = account.queue("limit");
    queue.create();
  }

  @Override
  public List<Figure> measure() throws Exception {
    for (Operation operation : operations()) {
      times(operation.work(), site.amount(WARM_UP));
    }
    List<Figure> figures = new ArrayList<>();
    for (Operation operation : operations()) {
      alone(operation, figures);
      together(operation, figures);
    }
    return figures;
  }

  /** What is done, and what its figures are called. */
  private record Operation(String name, Runnable work) {}

  private List<Operation> operations() {
    return List.of(
        new Operation("batch", this::batch),
        new Operation("read", this::read),
        new Operation("queue put", () -> queue.put(BODY, Duration.ofHours(1))),
        new Operation("queue take", () -> queue.take(1)));
  }

  private void batch() {
    List<Change> changes = new ArrayList<>();
    for (int row = 0; row < ROWS_PER_TURN; row++) {
      changes.add(new Change.Insert("row-" + row, Map.of("Body", BODY)));
    }
    if (!table.apply("turn-" + nextPartition.incrementAndGet(), changes).applied()) {
      throw new IllegalStateException("a row that is new was refused");
    }
  }

  private void read() {
    long partition = 1 + nextRead.incrementAndGet() % nextPartition.get();
    if (table.get("turn-" + partition, "row-0").isEmpty()) {
      throw new IllegalStateException("a row that was written is missing");
    }
  }

  private void alone(Operation operation, List<Figure> figures) {
    int count = site.amount(SINGLE);
    long begin = System.nanoTime();
    Statistics times = times(operation.work(), count);
    double seconds = Bench.secondsSince(begin);
    String sizes = "%d in sequence, after %d".formatted(count, site.amount(WARM_UP));
    figures.add(site.figure("one " + operation.name() + " p50", "ms", times.percentile(50), sizes));
    figures.add(site.figure(operation.name(), "1/s", count / seconds, sizes));
  }

  private void together(Operation operation, List<Figure> figures) throws Exception {
    int each = Math.max(1, site.amount(TOGETHER) / CLIENTS);
    long begin = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Statistics>> work = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        work.add(() -> times(operation.work(), each));
      }
      for (Future<Statistics> end : clients.invokeAll(work)) {
        end.get();
      }
    }
    double rate = each * CLIENTS / Bench.secondsSince(begin);
    figures.add(
        site.figure(
            operation.name() + " of " + CLIENTS + " clients",
            "1/s",
            rate,
            "%d by %d clients".formatted(each * CLIENTS, CLIENTS)));
  }

  private static Statistics times(Runnable work, int count) {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      work.run();
      times[i] = Bench.millisecondsSince(begin);
    }
    return Statistics.of(times);
  }
}
