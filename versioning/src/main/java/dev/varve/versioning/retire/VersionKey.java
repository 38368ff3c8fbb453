package dev.varve.versioning.retire;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.Comparator;

/** One version of one function. */
record VersionKey(FunctionKind kind, FunctionName function) implements Comparable<VersionKey> {
  private static final Comparator<VersionKey> ORDER =
      Comparator.comparing(VersionKey::kind).thenComparing(VersionKey::function);

  static VersionKey orchestrator(FunctionName function) {
    return new VersionKey(FunctionKind.ORCHESTRATOR, function);
  }

  static VersionKey activity(FunctionName function) {
    return new VersionKey(FunctionKind.ACTIVITY, function);
  }

  @Override
  public int compareTo(VersionKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.word() + " " + function;
  }
}
