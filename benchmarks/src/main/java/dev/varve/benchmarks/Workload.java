package dev.varve.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What is measured. The names are fixed: results of years are compared by them. */
enum Workload {
  W1("W1", LatencyMeasurement::new),
  W2("W2", SustainedMeasurement::new),
  W2_SHOT("W2-shot", ShotMeasurement::new),
  W3("W3", FanOutMeasurement::new),
  W4("W4", SequenceMeasurement::new),
  W4B("W4b", FlatnessMeasurement::new),
  W6("W6", RecoveryMeasurement::new),
  W7("W7", ReplayMeasurement::new),
  W8("W8", ConcurrencyMeasurement::new);

  /** Makes what measures one workload once. */
  interface Maker {
    Measurement make(Site site);
  }

  private final String id;
  private final Maker maker;

  Workload(String id, Maker maker) {
    this.id = id;
    this.maker = maker;
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
    return maker.make(site);
  }

  /** What is killed must have been somewhere else than in memory. */
  boolean fits(Subject subject) {
    return subject.isEngine() && (this != W6 || subject == Subject.VARVE_SQLITE);
  }
}
