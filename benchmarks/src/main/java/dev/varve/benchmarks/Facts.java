package dev.varve.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a figure depends on besides the code. */
final class Facts {
  private Facts() {}

  static Map<String, String> of(Arguments arguments) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("commit", System.getProperty("varve.benchmarks.commit", "unknown"));
    facts.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("jdk", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    facts.put("java flags", String.join(" ", javaFlags()));
    facts.put("max heap MiB", String.valueOf(Runtime.getRuntime().maxMemory() >> 20));
    facts.put("database file system", fileSystem(arguments.directory()));
    facts.put("load average at the start", loadAverage());
    facts.put("runs", String.valueOf(arguments.runs()));
    facts.put("scale", String.valueOf(arguments.scale()));
    return facts;
  }

  private static Iterable<String> javaFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-Dvarve.benchmarks."))
        .toList();
  }

  /** The type of the file system, with a warning if an fsync costs nothing there. */
  static String fileSystem(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type();
    return isMemory(type) ? type + " (in memory: an fsync keeps nothing here)" : type;
  }

  static boolean isMemory(String fileSystem) {
    return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
  }

  private static String loadAverage() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
  }
}
