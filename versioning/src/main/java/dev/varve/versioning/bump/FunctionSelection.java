package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.util.Collection;
import java.util.Set;

/** Which functions are copied. */
public sealed interface FunctionSelection {
  /** All that the source tree registers. */
  record All() implements FunctionSelection {}

  /** These, given by base name. */
  record Named(Set<String> bases) implements FunctionSelection {
    public Named {
      bases = checked(bases);
    }
  }

  /**
   * These, and every function that calls one of them, and the callers of those: a caller that stays
   * on its version would never reach a higher version of what it calls.
   */
  record ChangedAndCallers(Set<String> bases) implements FunctionSelection {
    public ChangedAndCallers {
      bases = checked(bases);
    }
  }

  /** All that the source tree registers. */
  static FunctionSelection all() {
    return new All();
  }

  /**
   * These functions.
   *
   * @throws IllegalArgumentException if there is none, or one is no base name
   */
  static FunctionSelection named(String... bases) {
    return new Named(Set.of(bases));
  }

  /**
   * What changed, and its callers.
   *
   * @throws IllegalArgumentException if there is none, or one is no base name
   */
  static FunctionSelection changedAndCallers(Collection<String> bases) {
    return new ChangedAndCallers(Set.copyOf(bases));
  }

  private static Set<String> checked(Set<String> bases) {
    if (bases.isEmpty()) {
      throw new IllegalArgumentException("no base name was given; give one, such as Order, or all");
    }
    for (String base : bases) {
      if (FunctionName.parse(base).version() != 0) {
        throw new IllegalArgumentException(
            "'" + base + "' carries a version; name the base alone, such as Order");
      }
    }
    return Set.copyOf(bases);
  }
}
