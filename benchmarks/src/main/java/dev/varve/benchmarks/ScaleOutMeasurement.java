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
record ScaleOutMeasurement(Site site) implements Measurement {
  private static final List<Integer> WORKERS = List.of(1, 2, 4);
  private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

  @Override
  public List<Figure> measure() throws Exception {
    List<Figure> figures = new ArrayList<>();
    double best = 0;
    double last = 0;
    for (int workers : WORKERS) {
      last = site.recorder().measured(() -> rate(workers));
      best = Math.max(best, last);
      figures.add(site.figure("orchestrations of " + workers, "1/s", last, sizes(workers)));
    }
    int most = WORKERS.getLast();
    figures.add(site.figure("rate of " + most + " / best", "ratio", last / best, sizes(most)));
    return figures;
  }

  private int each(int workers) {
    return Math.max(1, site.scaled(SustainedMeasurement.MEASURED) / workers);
  }

  private static int inFlight(int workers) {
    return SustainedMeasurement.IN_FLIGHT / workers;
  }

  private String sizes(int workers) {
    return "%d workers, each %d with %d in flight, after as many"
        .formatted(workers, each(workers), inFlight(workers));
  }

  private double rate(int workers) throws Exception {
    List<Process> processes = new ArrayList<>();
    List<BufferedReader> lines = new ArrayList<>();
    try {
      for (int worker = 0; worker < workers; worker++) {
        Process process = start(workers);
        processes.add(process);
        lines.add(process.inputReader(StandardCharsets.UTF_8));
      }
      await(lines, WorkerProcess.READY);
      long begin = System.nanoTime();
      for (Process process : processes) {
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
      }
      await(lines, WorkerProcess.DONE);
      return (double) workers * each(workers) / Bench.secondsSince(begin);
    } finally {
      for (Process process : processes) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private Process start(int workers) throws IOException {
    return ChildJvm.start(
        WorkerProcess.class,
        HEAP,
        List.of(
            site.subject().id(),
            site.storeAddress(),
            "workers" + workers,
            String.valueOf(each(workers)),
            String.valueOf(inFlight(workers))));
  }

  private static void await(List<BufferedReader> workers, String word) throws IOException {
    for (BufferedReader lines : workers) {
      ChildJvm.line(lines, word);
    }
  }
}
