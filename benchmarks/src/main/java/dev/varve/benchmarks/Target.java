package dev.varve.benchmarks;

import java.util.List;
import java.util.Optional;

/**
 * What a figure is judged by: a bar, absolute or as a multiple of another figure. Both sides of a
 * comparison come from the same report; if one is missing there, nothing is compared, and the
 * reason is told.
 *
 * @param atMost whether the value must not exceed the bar; else it must not fall short of it
 */
record Target(Side side, Base base, boolean atMost, double bar) {
  /** One metric of one engine. */
  record Side(String workload, String engine, String metric) {
    Optional<Row> in(Report report) {
      return report.find(workload, engine, metric);
    }

    @Override
    public String toString() {
      return workload + " " + metric + " of " + engine;
    }
  }

  /** What the bar is a multiple of. */
  sealed interface Base {
    /** Of nothing: it is given in the figure's own unit. */
    record Unit() implements Base {}

    /** Of another figure. */
    record Other(Side side) implements Base {}

    /** Of the time that W2's rate allows for as many instances, or 200 ms if that is more. */
    record ChainsAtRate(Side instances, Side rate) implements Base {}
  }

  /** What a target came to. */
  sealed interface Outcome {
    /** Both sides are there; {@code value} is in units of the base. */
    record Judged(Target target, double value, boolean met) implements Outcome {}

    /** The other side was not measured in the same run. */
    record Refused(Target target, String reason) implements Outcome {}
  }

  private static final double LEAST_CHAIN_MILLISECONDS = 200;

  static Target absolute(Side side, boolean atMost, double bar) {
    return new Target(side, new Base.Unit(), atMost, bar);
  }

  static Target ratio(Side side, Side to, boolean atMost, double bar) {
    return new Target(side, new Base.Other(to), atMost, bar);
  }

  /** What the report says of these targets; nothing of those it has no figure for. */
  static List<Outcome> judge(List<Target> targets, Report report) {
    return targets.stream().flatMap(target -> target.judge(report).stream()).toList();
  }

  private Optional<Outcome> judge(Report report) {
    return side.in(report)
        .map(row ->
            switch (base) {
              case Base.Unit unit -> judged(row.median());
              case Base.Other other ->
                  other
                      .side()
                      .in(report)
                      .map(to -> judged(row.median() / to.median()))
                      .orElseGet(() -> refused(other.side()));
              case Base.ChainsAtRate chains -> judge(report, row, chains);
            });
  }

  private Outcome judge(Report report, Row row, Base.ChainsAtRate chains) {
    Optional<Row> instances = chains.instances().in(report);
    Optional<Row> rate = chains.rate().in(report);
    if (instances.isEmpty() || rate.isEmpty()) {
      return refused(instances.isEmpty() ? chains.instances() : chains.rate());
    }
    double milliseconds = instances.get().median() / rate.get().median() * 1_000;
    return judged(row.median() / Math.max(LEAST_CHAIN_MILLISECONDS, milliseconds));
  }

  private Outcome judged(double value) {
    return new Outcome.Judged(this, value, atMost ? value <= bar : value >= bar);
  }

  private Outcome refused(Side missing) {
    return new Outcome.Refused(this, missing + " was not measured in the same run");
  }
}
