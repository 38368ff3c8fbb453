package dev.varve.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * W9: W2 with 1, 2 and 4 worker processes on one database. Each worker is its own caller of an
 * equal part, so that what is divided is the whole of the work.
 */
record ScaleOutMeasurement(Site site, List<Integer> workers) implements Measurement {
  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

  ScaleOutMeasurement(Site site) {
    this(site, List.of(1, 2, 4));
  }

  @Override
  public List<Figure> measure() throws Exception {
    List<Figure> figures = new ArrayList<>();
    double best = 0;
    double last = 0;
    for (int count : workers) {
      Run run = site.recorder().measured(() -> run(count));
      last = run.orchestrations() / run.seconds();
      best = Math.max(best, last);
      String workers = " of " + count;
      figures.add(site.figure("orchestrations" + workers, "1/s", last, sizes(count)));
      figures.add(
          site.figure("cores in use by workers" + workers, "", run.workersBusy(), sizes(count)));
      figures.add(
          site.figure("cores in use by the server" + workers, "", run.serverBusy(), sizes(count)));
      figures.add(
          site.figure(
              "transactions each" + workers,
              "",
              run.transactions() / (double) run.orchestrations(),
              sizes(count)));
    }
    int most = workers.getLast();
    figures.add(site.figure("rate of " + most + " / best", "ratio", last / best, sizes(most)));
    return figures;
  }

  private int each(int count) {
    return Math.max(1, site.scaled(SustainedMeasurement.MEASURED) / count);
  }

  private static int inFlight(int count) {
    return SustainedMeasurement.IN_FLIGHT / count;
  }

  private String sizes(int count) {
    return "%d workers, each %d with %d in flight, after %d"
        .formatted(count, each(count), inFlight(count), warmUp());
  }

  /**
   * As many for each worker as W2 has, however many share the work: with fewer, the compilers of
   * those that have little to do are still at work when it is measured.
   */
  private int warmUp() {
    return site.scaled(SustainedMeasurement.WARM_UP_ROUNDS * SustainedMeasurement.IN_FLIGHT);
  }

  /**
   * What one run took.
   *
   * @param workersBusy processor seconds of the workers in a second
   * @param serverBusy the same of the database server, as far as its processes are seen from here
   * @param transactions that the server counts for this database, those that only read included
   */
  private record Run(
      int orchestrations,
      double seconds,
      double workersBusy,
      double serverBusy,
      long transactions) {}

  private Run run(int count) throws Exception {
    List<Process> processes = new ArrayList<>();
    List<BufferedReader> lines = new ArrayList<>();
    try {
      for (int worker = 0; worker < count; worker++) {
        Process process = start(count);
        processes.add(process);
        lines.add(process.inputReader(StandardCharsets.UTF_8));
      }
      await(lines, WorkerProcess.READY);
      long transactions = transactions();
      Duration workers = processor(processes.stream().map(Process::toHandle));
      Duration server = processor(serverProcesses());
      long begin = System.nanoTime();
      for (Process process : processes) {
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
      }
      await(lines, WorkerProcess.DONE);
      double seconds = Bench.secondsSince(begin);
      return new Run(
          count * each(count),
          seconds,
          since(workers, processor(processes.stream().map(Process::toHandle))) / seconds,
          since(server, processor(serverProcesses())) / seconds,
          transactions() - transactions);
    } finally {
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static double since(Duration before, Duration now) {
    return now.minus(before).toNanos() / 1e9;
  }

  private static Duration processor(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Stream<ProcessHandle> serverProcesses() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
  }

  /** Up to a second old, of tens of thousands. */
  private long transactions() throws SQLException {
    try (Connection connection = DriverManager.getConnection(site.storeAddress());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT xact_commit + xact_rollback FROM pg_stat_database"
                    + " WHERE datname = current_database()")) {
      row.next();
      return row.getLong(1);
    }
  }

  private Process start(int count) throws IOException {
    return ChildJvm.start(
        WorkerProcess.class,
        HEAP,
        List.of(
            site.subject().id(),
            site.storeAddress(),
            "workers" + count,
            String.valueOf(warmUp()),
            String.valueOf(each(count)),
            String.valueOf(inFlight(count))));
  }

  private static void await(List<BufferedReader> workers, String word) throws IOException {
    for (BufferedReader lines : workers) {
      ChildJvm.line(lines, word);
    }
  }
}
