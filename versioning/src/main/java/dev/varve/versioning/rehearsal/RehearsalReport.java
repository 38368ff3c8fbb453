package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;

/**
 * What a rehearsal found.
 *
 * @param source what was read, for people
 * @param sample how many instances of each function were replayed at most; empty if all were
 * @param functions by name and version
 * @param findings the first {@value #MAX_FINDINGS} instances that do not fit, in the order found
 * @param took how long it took
 */
public record RehearsalReport(
    String source,
    OptionalInt sample,
    List<OfFunction> functions,
    List<Finding> findings,
    Duration took) {
  /** How many findings are kept; all are counted. */
  public static final int MAX_FINDINGS = 1_000;

  /** The exit code if all instances fit. */
  public static final int EXIT_FITS = 0;

  /** The exit code if an instance would break. */
  public static final int EXIT_WOULD_BREAK = 3;

  /** The exit code if none would break, as far as can be told, but not all can be told. */
  public static final int EXIT_CANNOT_TELL = 4;

  /** How the instances of one orchestrator fared. */
  public record OfFunction(FunctionName function, long fits, long wouldBreak, long cannotTell) {
    /** How many there are. */
    public long total() {
      return fits + wouldBreak + cannotTell;
    }
  }

  public RehearsalReport {
    functions = List.copyOf(functions);
    findings = List.copyOf(findings);
  }

  /** How many instances were replayed. */
  public long total() {
    return sum(OfFunction::total);
  }

  /** How many would go on. */
  public long fits() {
    return sum(OfFunction::fits);
  }

  /** How many would not. */
  public long wouldBreak() {
    return sum(OfFunction::wouldBreak);
  }

  /** Of how many nothing can be said. */
  public long cannotTell() {
    return sum(OfFunction::cannotTell);
  }

  private long sum(ToLongFunction<OfFunction> count) {
    return functions.stream().mapToLong(count).sum();
  }

  /** 0 if all fit, 3 if one would break, 4 if one cannot be told; for pipelines. */
  public int exitCode() {
    if (wouldBreak() > 0) {
      return EXIT_WOULD_BREAK;
    }
    return cannotTell() > 0 ? EXIT_CANNOT_TELL : EXIT_FITS;
  }

  /** For people. */
  public String toText() {
    return ReportText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return ReportJson.of(this);
  }

  /**
   * For build servers: JUnit's XML, with a suite for each orchestrator. An instance that would
   * break is a failure, one of which nothing can be said an error; those that fit are one case
   * together, so that the file stays small.
   */
  public String toJUnitXml() {
    return ReportXml.of(this);
  }
}
