package dev.varve.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows of the size of a small turn, one commit each, without an engine: by one client, and by
 * several at once, which share the fsyncs.
 */
final class PostgresLimit implements Measurement {
  private static final int CLIENTS = 16;
  private static final int WARM_UP = 2_000;
  private static final int SINGLE = 2_000;
  private static final int TOGETHER = 32_000;
  private static final int ROW_BYTES = 150;

  private final Site site;
  private final byte[] body = new byte[ROW_BYTES];
  private final AtomicLong nextKey = new AtomicLong();

  PostgresLimit(Site site) {
    this.site = site;
  }

  @Override
  public List<Figure> measure() throws Exception {
    int warmUp = site.scaled(WARM_UP);
    int count = site.scaled(SINGLE);
    try (Connection connection = DriverManager.getConnection(site.databaseUrl());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE turn (instance BIGINT, sequence INT, body BYTEA,"
              + " PRIMARY KEY (instance, sequence))");
    }
    insert(warmUp);
    long begin = System.nanoTime();
    Statistics times = insert(count);
    double seconds = Bench.secondsSince(begin);
    String sizes = "%d commits, after %d".formatted(count, warmUp);
    return List.of(
        site.figure("one commit p50", "ms", times.percentile(50), sizes),
        site.figure("one commit p99", "ms", times.percentile(99), sizes),
        site.figure("commits", "1/s", count / seconds, sizes),
        together());
  }

  private Figure together() throws Exception {
    int each = Math.max(1, site.scaled(TOGETHER) / CLIENTS);
    inParallel(Math.max(1, each / 4));
    long begin = System.nanoTime();
    inParallel(each);
    double rate = each * CLIENTS / Bench.secondsSince(begin);
    String sizes = "%d commits, after %d".formatted(each * CLIENTS, each / 4 * CLIENTS);
    return site.figure("commits of " + CLIENTS + " clients", "1/s", rate, sizes);
  }

  private void inParallel(int each) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Statistics>> work = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        work.add(() -> insert(each));
      }
      for (Future<Statistics> end : clients.invokeAll(work)) {
        end.get();
      }
    }
  }

  private Statistics insert(int count) throws SQLException {
    double[] times = new double[count];
    try (Connection connection = DriverManager.getConnection(site.databaseUrl());
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO turn (instance, sequence, body) VALUES (?, ?, ?)")) {
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        insert.setLong(1, nextKey.incrementAndGet());
        insert.setInt(2, 1);
        insert.setBytes(3, body);
        insert.executeUpdate();
        times[i] = Bench.millisecondsSince(begin);
      }
    }
    return Statistics.of(times);
  }
}
