package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What copying would do. Nothing is written before {@link #write}. Immutable, so safe for use by
 * many threads; {@code write} is for one.
 */
public final class BumpPlan {
  private final Path directory;
  private final List<CopiedFunction> functions;
  private final List<FunctionName> complete;
  private final List<BumpRisk> risks;
  private final List<Change> changes;

  BumpPlan(
      Path directory,
      List<CopiedFunction> functions,
      List<FunctionName> complete,
      List<BumpRisk> risks,
      List<Change> changes) {
    this.directory = directory;
    this.functions = List.copyOf(functions);
    this.complete = List.copyOf(complete);
    this.risks = List.copyOf(risks);
    this.changes = List.copyOf(changes);
  }

  /** Each function that gets a new version; empty if all have the wanted version already. */
  public List<CopiedFunction> functions() {
    return functions;
  }

  /** The old versions. Their code must not change from now on: put them into the lock file. */
  public List<FunctionName> frozen() {
    return functions.stream().map(CopiedFunction::from).distinct().sorted().toList();
  }

  /** Functions that have the wanted version already and were left alone. */
  public List<FunctionName> alreadyThere() {
    return complete;
  }

  /** Whether every function that was asked for has the wanted version, so nothing is copied. */
  public boolean isComplete() {
    return functions.isEmpty();
  }

  /** What the tool left to a person. */
  public List<BumpRisk> risks() {
    return risks;
  }

  /** The files that are made, or get another text, in the order of their names. */
  public List<Path> files() {
    return changes.stream().map(Change::path).toList();
  }

  /** The directory that all of these are in; the diff names files relative to it. */
  public Path directory() {
    return directory;
  }

  /**
   * The changes as a unified diff, to be applied in {@link #directory}; empty if there are none.
   */
  public String diff() {
    StringBuilder out = new StringBuilder();
    for (Change change : changes) {
      String path = directory.relativize(change.path()).toString().replace('\\', '/');
      out.append(UnifiedDiff.of(path, change.isNew(), change.before(), change.text()));
    }
    return out.toString();
  }

  /** What is done and what is left, for people. */
  public String summary() {
    List<String> lines = new ArrayList<>();
    functions.forEach(each -> lines.add(each.toString()));
    complete.forEach(each -> lines.add(each + " is complete, nothing is copied"));
    if (lines.isEmpty()) {
      lines.add("the source tree has no functions");
    }
    risks.forEach(each -> lines.add(each.toString()));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Writes all changes, or none.
   *
   * @throws BumpRefusedException if a file has changed since the plan was made, or cannot be
   *     written
   */
  public void write() {
    new FileWrites().write(changes);
  }
}
