package dev.varve.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Rows of the size of a small turn in a table with an integer key, without an engine. */
final class SqliteLimit implements Measurement {
  private static final int SINGLE_WARM_UP = 500;
  private static final int SINGLE = 2_000;
  private static final int ROWS_PER_BATCH = 1_000;
  private static final int BATCH_WARM_UP = 30;
  private static final int BATCHES = 200;
  private static final int ROW_BYTES = 150;

  private final Site site;
  private final byte[] body = new byte[ROW_BYTES];
  private long nextKey = 1;

  SqliteLimit(Site site) {
    this.site = site;
  }

  @Override
  public List<Figure> measure() throws Exception {
    try (Connection connection = open();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO turn (instance, sequence, body) VALUES (?, ?, ?)")) {
      Single single = single(insert);
      connection.setAutoCommit(false);
      double batched = rate(connection, insert, true);
      double rowWise = rate(connection, insert, false);
      String sizes = "%d commits, after %d".formatted(single.count(), single.warmUp());
      String batchSizes =
          "%d commits of %d rows, after %d"
              .formatted(site.scaled(BATCHES), ROWS_PER_BATCH, site.scaled(BATCH_WARM_UP));
      return List.of(
          site.figure("one commit p50", "ms", single.times().percentile(50), sizes),
          site.figure("one commit p99", "ms", single.times().percentile(99), sizes),
          site.figure("commits", "1/s", single.count() / single.seconds(), sizes),
          site.figure("rows by addBatch", "1/s", batched, batchSizes),
          site.figure("rows by executeUpdate", "1/s", rowWise, batchSizes));
    }
  }

  private Connection open() throws SQLException {
    Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + site.directory().resolve("limit.db"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute(
          "CREATE TABLE turn (instance INTEGER, sequence INTEGER, body BLOB,"
              + " PRIMARY KEY (instance, sequence)) WITHOUT ROWID");
    }
    return connection;
  }

  private record Single(Statistics times, double seconds, int count, int warmUp) {}

  private Single single(PreparedStatement insert) throws SQLException {
    int warmUp = site.scaled(SINGLE_WARM_UP);
    int count = site.scaled(SINGLE);
    commitOneByOne(insert, warmUp);
    long begin = System.nanoTime();
    Statistics times = commitOneByOne(insert, count);
    return new Single(times, Bench.secondsSince(begin), count, warmUp);
  }

  private Statistics commitOneByOne(PreparedStatement insert, int count) throws SQLException {
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      bind(insert);
      insert.executeUpdate();
      times[i] = Bench.millisecondsSince(begin);
    }
    return Statistics.of(times);
  }

  private double rate(Connection connection, PreparedStatement insert, boolean batched)
      throws SQLException {
    int count = site.scaled(BATCHES);
    commitBatches(connection, insert, site.scaled(BATCH_WARM_UP), batched);
    long begin = System.nanoTime();
    commitBatches(connection, insert, count, batched);
    return (double) count * ROWS_PER_BATCH / Bench.secondsSince(begin);
  }

  private void commitBatches(
      Connection connection, PreparedStatement insert, int count, boolean batched)
      throws SQLException {
    for (int batch = 0; batch < count; batch++) {
      for (int row = 0; row < ROWS_PER_BATCH; row++) {
        bind(insert);
        if (batched) {
          insert.addBatch();
        } else {
          insert.executeUpdate();
        }
      }
      if (batched) {
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private void bind(PreparedStatement insert) throws SQLException {
    insert.setLong(1, nextKey++);
    insert.setInt(2, 1);
    insert.setBytes(3, body);
  }
}
