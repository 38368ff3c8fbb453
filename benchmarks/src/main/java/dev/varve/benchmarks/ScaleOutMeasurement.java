package dev.varve.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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
      last = site.recorder().measured(() -> rate(count));
      best = Math.max(best, last);
      figures.add(site.figure("orchestrations of " + count, "1/s", last, sizes(count)));
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

  /** As many for each worker, however many share the work, so that all compilers know as much. */
  private int warmUp() {
    return site.scaled(SustainedMeasurement.MEASURED);
  }

  private double rate(int count) throws Exception {
    List<Process> processes = new ArrayList<>();
    List<BufferedReader> lines = new ArrayList<>();
    try {
      for (int worker = 0; worker < count; worker++) {
        Process process = start(count);
        processes.add(process);
        lines.add(process.inputReader(StandardCharsets.UTF_8));
      }
      await(lines, WorkerProcess.READY);
      long begin = System.nanoTime();
      for (Process process : processes) {
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
      }
      await(lines, WorkerProcess.DONE);
      return (double) count * each(count) / Bench.secondsSince(begin);
    } finally {
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }
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
