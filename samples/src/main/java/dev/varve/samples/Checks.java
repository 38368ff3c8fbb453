package dev.varve.samples;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a run was to show and what it showed, step by step. To be used by one thread at a time. */
public final class Checks {
  /** Steps that may fail with anything. */
  @FunctionalInterface
  public interface Steps {
    /** Runs them. */
    void run() throws IOException;
  }

  private record Check(String step, String expected, String seen) {
    boolean holds() {
      return seen.equals(expected);
    }
  }

  private final String title;
  private final PrintStream out;
  private final List<Check> checks = new ArrayList<>();
  private String current = "the beginning";

  /**
   * @param title what the run is called
   * @param out where steps are announced
   */
  public Checks(String title, PrintStream out) {
    this.title = title;
    this.out = out;
  }

  /** Runs steps. One that cannot be run is a check that does not hold, and the last one. */
  public void run(Steps steps) {
    try {
      steps.run();
      if (checks.isEmpty()) {
        throw new IllegalStateException("nothing was checked");
      }
    } catch (IOException | RuntimeException e) {
      checks.add(new Check(current, "to come to its end", e.toString()));
    }
  }

  /** Begins a step; it may have several checks. */
  public void step(String name) {
    current = name;
    out.println("\n== " + title + ": " + name);
  }

  /** Notes what was to be seen and what was seen; the two hold if they are equal. */
  public void see(String expected, String seen) {
    checks.add(new Check(current, expected, seen));
  }

  /** All checks, each with what was expected and what was seen. */
  public String table() {
    int steps = checks.stream().mapToInt(check -> check.step().length()).max().orElse(0);
    int expectations = checks.stream().mapToInt(check -> check.expected().length()).max().orElse(0);
    String line = "%-" + Math.max(1, steps) + "s  %-" + Math.max(8, expectations) + "s  %s\n";
    StringBuilder table = new StringBuilder();
    table.append(String.format(Locale.ROOT, "\n" + line, title, "expected", "seen"));
    for (Check check : checks) {
      String seen = check.holds() ? "the same" : "BROKEN: " + check.seen();
      table.append(String.format(Locale.ROOT, line, check.step(), check.expected(), seen));
    }
    return table.toString();
  }

  /** Whether all that was noted holds so far. */
  public boolean allHold() {
    return checks.stream().allMatch(Check::holds);
  }

  /** That all checks hold, or the names of the steps where one does not. */
  public String conclusion() {
    return allHold()
        ? title + ": all " + checks.size() + " checks hold\n"
        : checks.stream()
            .filter(check -> !check.holds())
            .map(check -> "FAILED: " + title + ": " + check.step() + "\n")
            .collect(Collectors.joining());
  }
}
