package dev.varve.benchmarks;

import dev.varve.Varve;
import dev.varve.history.HistoryTurn;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes instances that are in flight on a SQLite file, rehearses ten edits on it in another
 * process, and compares the file with what it was.
 */
final class RehearsalEvidence {
  static final String HUB = "orders";

  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int PAGE = 1_000;

  /** What one edit came to. */
  record Rehearsed(
      RehearsedOrder edit, long fits, long wouldBreak, long cannotTell, Duration took) {
    /** Whether each of so many instances got the verdict that is right. */
    boolean isRight(int instances) {
      return (edit.harmless() ? fits : wouldBreak) == instances
          && fits + wouldBreak + cannotTell == instances;
    }

    double perSecond() {
      return (fits + wouldBreak + cannotTell) * 1e9 / took.toNanos();
    }
  }

  /**
   * What was found.
   *
   * @param sameBytes whether the file is byte for byte what it was
   * @param rows how many rows were compared
   * @param otherRows how many of them are not what they were
   */
  record Evidence(
      int instances,
      List<Rehearsed> edits,
      long peakHeap,
      long peakResident,
      boolean sameBytes,
      long rows,
      long otherRows) {
    boolean isRight() {
      return edits.stream().allMatch(edit -> edit.isRight(instances))
          && sameBytes
          && otherRows == 0;
    }

    void print(PrintStream out) {
      out.printf(
          Locale.ROOT,
          "%,d instances in flight with %d events each%n%n",
          instances,
          RehearsedOrder.EVENTS);
      out.println("| edit | fit | would break | cannot tell | seconds | instances/s |");
      out.println("|---|---:|---:|---:|---:|---:|");
      for (Rehearsed edit : edits) {
        out.printf(
            Locale.ROOT,
            "| %s | %,d | %,d | %,d | %.2f | %,.0f |%n",
            edit.edit().words(),
            edit.fits(),
            edit.wouldBreak(),
            edit.cannotTell(),
            edit.took().toNanos() / 1e9,
            edit.perSecond());
      }
      out.printf(
          Locale.ROOT,
          "%nPeak of the rehearsing process: heap %,d MiB, all memory %,d MiB.%n",
          peakHeap >> 20,
          peakResident >> 20);
      out.printf(
          Locale.ROOT,
          "The file is %s; of %,d rows %,d changed.%n",
          sameBytes ? "the same byte for byte" : "NOT THE SAME",
          rows,
          otherRows);
    }
  }

  private final Path file;
  private final Path before;
  private final int instances;

  private RehearsalEvidence(Path directory, int instances) {
    this.file = directory.resolve("orders.db");
    this.before = directory.resolve("before.db");
    this.instances = instances;
  }

  /** The command: takes how many instances; ends with 0 if all is as it should be, else with 1. */
  public static void main(String[] words) throws Exception {
    int instances = words.length == 0 ? 10_000 : Integer.parseInt(words[0]);
    Path directory = Files.createTempDirectory("varve-rehearsal");
    Evidence evidence = in(directory, instances);
    evidence.print(System.out);
    Session.remove(directory);
    System.exit(evidence.isRight() ? 0 : 1);
  }

  /** In an empty directory, which keeps the files. */
  static Evidence in(Path directory, int instances) throws Exception {
    return new RehearsalEvidence(directory, instances).gathered();
  }

  private Evidence gathered() throws Exception {
    fill();
    Files.copy(file, before);
    List<Rehearsed> edits = new ArrayList<>();
    String[] peak;
    Process process = ChildJvm.start(RehearsingProcess.class, SMALL_HEAP, List.of(file.toString()));
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (RehearsedOrder edit : RehearsedOrder.values()) {
        edits.add(rehearsed(edit, ChildJvm.line(lines, edit.name() + " ").split(" ", -1)));
      }
      peak = ChildJvm.line(lines, "peak ").split(" ", -1);
    } finally {
      process.destroy();
    }
    boolean same = Files.mismatch(before, file) == -1 && !Files.exists(changes());
    long[] rows = compared();
    return new Evidence(
        instances, edits, Long.parseLong(peak[1]), Long.parseLong(peak[2]), same, rows[0], rows[1]);
  }

  /** Where SQLite keeps what has not gone into the file yet. */
  private Path changes() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static Rehearsed rehearsed(RehearsedOrder edit, String[] words) {
    return new Rehearsed(
        edit,
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Duration.ofNanos(Long.parseLong(words[4])));
  }

  /** Runs all instances up to where they wait, with a real engine. */
  private void fill() {
    try (SqliteStorage storage = SqliteStorage.at(file);
        Varve varve = RehearsedOrder.AS_IT_WAS.build().sharedStorage(storage).hub(HUB).start()) {
      for (int i = 0; i < instances; i++) {
        varve.client().scheduleNewOrchestrationInstance("Order", "x");
      }
      HubStore hub = storage.hub(HUB);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (waiting(hub) < instances) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException("the instances did not come to where they wait");
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
      demandEvents(hub);
    }
  }

  private static int waiting(HubStore hub) {
    int waiting = 0;
    InstanceQuery query = InstanceQuery.ALL.withPageSize(PAGE);
    var page = hub.query(query);
    while (true) {
      for (InstanceRow row : page.instances()) {
        waiting += row.customStatus().json().contains(RehearsedOrder.WAITING) ? 1 : 0;
      }
      if (page.continuation().isEmpty()) {
        return waiting;
      }
      page = hub.query(query.withContinuation(page.continuation().get()));
    }
  }

  private static void demandEvents(HubStore hub) {
    String id = hub.query(InstanceQuery.ALL).instances().get(0).instanceId();
    int events = hub.history(id, 0, PAGE).stream().mapToInt(HistoryTurn::size).sum();
    if (events != RehearsedOrder.EVENTS) {
      throw new IllegalStateException("an instance has " + events + " events");
    }
  }

  /** How many rows there are in all tables, and how many of them are in one file only. */
  private long[] compared() throws SQLException, IOException {
    long rows = 0;
    long other = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + before);
        Statement statement = connection.createStatement()) {
      statement.execute("ATTACH DATABASE '" + file + "' AS later");
      for (String table : tables(statement)) {
        rows += number(statement, "SELECT count(*) FROM main." + table);
        for (String sides :
            List.of(
                "main.%1$s EXCEPT SELECT * FROM later.%1$s",
                "later.%1$s EXCEPT SELECT * FROM main.%1$s")) {
          other +=
              number(
                  statement, "SELECT count(*) FROM (SELECT * FROM " + sides.formatted(table) + ")");
        }
      }
    }
    return new long[] {rows, other};
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet row =
        statement.executeQuery("SELECT name FROM main.sqlite_master WHERE type='table'")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
