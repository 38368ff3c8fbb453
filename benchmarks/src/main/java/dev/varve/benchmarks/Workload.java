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
  W5("W5"),
  W6("W6"),
  W7("W7"),
  W8("W8"),
  W9("W9"),
  W10("W10"),
  W11("W11");

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
      case W5 -> new SleepMeasurement(site);
      case W6 -> new RecoveryMeasurement(site);
      case W7 -> new ReplayMeasurement(site);
      case W8 -> new ConcurrencyMeasurement(site);
      case W9 -> new ScaleOutMeasurement(site);
      case W10 -> new IdleMeasurement(site);
      case W11 -> new ListMeasurement(site);
    };
  }

  /** Whether it can be measured on this. */
  boolean fits(Subject subject) {
    return switch (this) {
      case W1, W2, W2_SHOT, W3, W4 -> subject.isEngine();
      case W4B, W7, W8 -> subject.isVarve() && !subject.needsAzure();
      case W5, W6, W10, W11 -> subject == Subject.VARVE_SQLITE || subject == Subject.VARVE_POSTGRES;
      case W9 -> subject == Subject.VARVE_POSTGRES;
    };
  }

  /** Why it cannot be measured on an engine that does not fit. */
  String misfit(Subject engine) {
    if (engine.isPeer()) {
      return "peers run W1 to W4";
    }
    if (engine.needsAzure()) {
      return "an emulator runs W1 to W4";
    }
    return this == W9 ? "it is one process at a time" : "it keeps nothing to go on with";
  }
}
