package dev.varve.benchmarks;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubStore;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Rehearses every edit on a file, in a process whose memory is used for nothing else. */
final class RehearsingProcess {
  private RehearsingProcess() {}

  /** Takes the file; says a line for each edit, and how much memory there was at most. */
  public static void main(String[] words) throws IOException {
    try (SqliteStorage storage = SqliteStorage.forReading(Path.of(words[0]))) {
      HubStore hub = storage.hub(RehearsalEvidence.HUB);
      for (RehearsedOrder edit : RehearsedOrder.values()) {
        RehearsalReport report = Rehearsal.of(edit.build()).on(hub);
        System.out.printf(
            Locale.ROOT,
            "%s %d %d %d %d%n",
            edit.name(),
            report.fits(),
            report.wouldBreak(),
            report.cannotTell(),
            report.took().toNanos());
      }
    }
    System.out.printf(Locale.ROOT, "peak %d %d%n", peakHeap(), peakResident());
  }

  /** Of each part of the heap the most that was used at any time, garbage included. */
  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }

  /** All memory of the process, where the system tells it; 0 elsewhere. */
  private static long peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
