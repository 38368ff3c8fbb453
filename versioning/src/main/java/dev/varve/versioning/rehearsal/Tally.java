package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;
import dev.varve.versioning.rehearsal.RehearsalReport.OfFunction;
import dev.varve.versioning.rehearsal.Verdict.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Counts findings, and keeps the first of those that somebody has to read. */
final class Tally {
  private final String source;
  private final OptionalInt sample;
  private final Map<FunctionName, Map<Outcome, Long>> counts = new TreeMap<>();
  private final List<Finding> kept = new ArrayList<>();
  private final long began = System.nanoTime();

  Tally(String source, int atMost) {
    this.source = source;
    this.sample = atMost == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(atMost);
  }

  void add(Finding finding) {
    Outcome outcome = finding.verdict().outcome();
    counts
        .computeIfAbsent(finding.function(), f -> new EnumMap<>(Outcome.class))
        .merge(outcome, 1L, Long::sum);
    if (outcome != Outcome.FITS && kept.size() < RehearsalReport.MAX_FINDINGS) {
      kept.add(finding);
    }
  }

  RehearsalReport report() {
    List<OfFunction> functions =
        counts.entrySet().stream()
            .map(entry ->
                new OfFunction(
                    entry.getKey(),
                    entry.getValue().getOrDefault(Outcome.FITS, 0L),
                    entry.getValue().getOrDefault(Outcome.WOULD_BREAK, 0L),
                    entry.getValue().getOrDefault(Outcome.CANNOT_TELL, 0L)))
            .toList();
    return new RehearsalReport(
        source, sample, functions, kept, java.time.Duration.ofNanos(System.nanoTime() - began));
  }
}
