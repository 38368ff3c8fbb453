package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.Verdict.CannotTell;
import dev.varve.versioning.retire.Verdict.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which versions of which functions can be removed from the code, and what is in the way of the
 * others. What {@code SAFE} promises is told in {@link Retirement}.
 *
 * @param hub the hub that was read
 * @param at when, by the store's clock
 * @param versions orchestrators, then activities, by base name and version
 */
public record RetireReport(String hub, Instant at, List<OfVersion> versions) {
  /** The exit code if every version of the report is safe. */
  public static final int EXIT_SAFE = 0;

  /** The exit code if one is not, or not yet. */
  public static final int EXIT_NOT_SAFE = 3;

  /** The exit code if nothing is known to be in the way, but of one it cannot be told. */
  public static final int EXIT_CANNOT_TELL = 4;

  public RetireReport {
    versions = List.copyOf(versions);
  }

  /**
   * One version of one function.
   *
   * @param inFlight instances on it that have not ended; for an activity, calls without an answer
   * @param ended instances on it that have ended; 0 for an activity. Those that failed cannot be
   *     taken up again once the code is gone
   * @param oldest when the oldest instance in flight was created that is counted here
   * @param nextWakeUp when the next of them is due by itself, as far as it waits for a time
   * @param callers instances in flight of whatever orchestrator that can still call it
   * @param namedBy the sources that make it the current version
   * @param startedBy the orchestrators that starts by base name would get now and that could call
   *     it then
   * @param servedBy the live workers that serve it
   */
  public record OfVersion(
      FunctionKey function,
      InFlight inFlight,
      long ended,
      Optional<Instant> oldest,
      Optional<Instant> nextWakeUp,
      List<Calling> callers,
      List<String> namedBy,
      List<FunctionName> startedBy,
      List<String> servedBy,
      Verdict verdict) {
    public OfVersion {
      callers = List.copyOf(callers);
      namedBy = List.copyOf(namedBy);
      startedBy = List.copyOf(startedBy);
      servedBy = List.copyOf(servedBy);
    }

    OfVersion with(Verdict other) {
      return new OfVersion(
          function,
          inFlight,
          ended,
          oldest,
          nextWakeUp,
          callers,
          namedBy,
          startedBy,
          servedBy,
          other);
    }
  }

  /**
   * The part of the report on one version, of the orchestrator and of the activity of that name. A
   * version of which the hub has no trace is {@code CANNOT_TELL}, since the name may be wrong.
   */
  public RetireReport only(FunctionName function) {
    List<OfVersion> rows =
        versions.stream().filter(row -> row.function().name().equals(function)).toList();
    return new RetireReport(hub, at, rows.isEmpty() ? List.of(unknown(function)) : rows);
  }

  private OfVersion unknown(FunctionName function) {
    return new OfVersion(
        FunctionKey.orchestrator(function),
        InFlight.NONE,
        0,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new CannotTell(
            "hub "
                + hub
                + " has no trace of "
                + function
                + ": no instance, no worker and no source names it; if the name and the hub are"
                + " right, it is gone already"));
  }

  /** The row of one version, if the hub has a trace of it. */
  public Optional<OfVersion> version(FunctionKey function) {
    return versions.stream().filter(row -> row.function().equals(function)).findFirst();
  }

  /** 0 if all are safe, 3 if one is not, 4 if of one it cannot be told; for pipelines. */
  public int exitCode() {
    if (has(Outcome.NOT_YET) || has(Outcome.BLOCKED_BY)) {
      return EXIT_NOT_SAFE;
    }
    return has(Outcome.CANNOT_TELL) ? EXIT_CANNOT_TELL : EXIT_SAFE;
  }

  private boolean has(Outcome outcome) {
    return versions.stream().anyMatch(row -> row.verdict().outcome() == outcome);
  }

  /** For people. */
  public String toText() {
    return ReportText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return ReportJson.of(this);
  }
}
