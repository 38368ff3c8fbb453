package dev.varve.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is measured. The names are fixed: results of years are compared by them. */
enum Workload {
  W1("W1"),
  W2("W2"),
  W2_SHOT("W2-shot"),
  W3("W3"),
  W4("W4"),
  W4B("W4b"),
  W6("W6"),
  W7("W7"),
  W8("W8");

  private final String id;

  Workload(String id) {
    this.id = id;
  }

  /** The workload of this name, compared ignoring case. */
  static Workload parse(String text) {
    return Arrays.stream(values())
        .filter(workload -> workload.id.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new BadArgument("unknown workload '" + text + "'; choose from " + choices()));
  }

  static String choices() {
    return Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "));
  }

  static List<Workload> all() {
    return List.of(values());
  }

  String id() {
    return id;
  }

  Measurement measurement(Site site) {
    return switch (this) {
      case W1 -> new LatencyMeasurement(site);
      case W2 -> new SustainedMeasurement(site);
      case W2_SHOT -> new ShotMeasurement(site);
      case W3 -> new FanOutMeasurement(site);
      case W4 -> new SequenceMeasurement(site);
      case W4B -> new FlatnessMeasurement(site);
      case W6 -> new RecoveryMeasurement(site);
      case W7 -> new ReplayMeasurement(site);
      case W8 -> new ConcurrencyMeasurement(site);
    };
  }

  /** What is killed must have been somewhere else than in memory. */
  boolean fits(Subject subject) {
    return subject.isEngine() && (this != W6 || subject == Subject.VARVE_SQLITE);
  }
}
