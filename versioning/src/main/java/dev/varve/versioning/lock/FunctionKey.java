package dev.varve.versioning.lock;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.Comparator;

/** A version of a function: an orchestrator and an activity may have the same name. */
public record FunctionKey(FunctionKind kind, FunctionName name) implements Comparable<FunctionKey> {
  private static final Comparator<FunctionKey> ORDER =
      Comparator.comparing(FunctionKey::kind).thenComparing(FunctionKey::name);

  /** An orchestrator by its full name, such as {@code Order_v2}. */
  public static FunctionKey orchestrator(String name) {
    return orchestrator(FunctionName.parse(name));
  }

  /** An orchestrator. */
  public static FunctionKey orchestrator(FunctionName name) {
    return new FunctionKey(FunctionKind.ORCHESTRATOR, name);
  }

  /** An activity by its full name. */
  public static FunctionKey activity(String name) {
    return activity(FunctionName.parse(name));
  }

  /** An activity. */
  public static FunctionKey activity(FunctionName name) {
    return new FunctionKey(FunctionKind.ACTIVITY, name);
  }

  /** Orchestrators first, then by name, versions as numbers. */
  @Override
  public int compareTo(FunctionKey other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code orchestrator Order_v2}. */
  @Override
  public String toString() {
    return kind.word() + " " + name;
  }
}
