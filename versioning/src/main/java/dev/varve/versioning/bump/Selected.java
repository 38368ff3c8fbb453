package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which functions are copied to which version.
 *
 * @param copies with the newest version of each kind
 * @param complete those that have the wanted version already
 */
record Selected(Map<Function, CopiedFunction> copies, List<Function> complete) {
  /**
   * Decides it.
   *
   * @throws BumpRefusedException if a base name is unknown, or has a higher version than wanted
   */
  static Selected of(CodeModel model, FunctionSelection selection, TargetVersion target) {
    Map<String, List<Function>> byBase = new TreeMap<>();
    for (Function each : model.functions()) {
      byBase.computeIfAbsent(each.name().base(), b -> new ArrayList<>()).add(each);
    }
    Set<String> bases =
        switch (selection) {
          case FunctionSelection.All() -> byBase.keySet();
          case FunctionSelection.Named(var names) -> known(names, byBase.keySet());
          case FunctionSelection.ChangedAndCallers(var names) ->
              withCallers(model, known(names, byBase.keySet()));
        };
    Map<Function, CopiedFunction> copies = new LinkedHashMap<>();
    List<Function> complete = new ArrayList<>();
    for (String base : bases) {
      List<Function> versions = byBase.getOrDefault(base, List.of());
      int highest = versions.stream().mapToInt(f -> f.name().version()).max().orElse(0);
      int to = version(target, base, highest);
      for (Function newest : newestOfEachKind(versions)) {
        if (newest.name().version() == to) {
          complete.add(newest);
        } else if (highest < to) {
          copies.put(
              newest,
              new CopiedFunction(newest.kind(), newest.name(), new FunctionName(base, to)));
        }
      }
    }
    return new Selected(copies, complete);
  }

  private static Set<String> known(Set<String> names, Set<String> bases) {
    Set<String> unknown = new TreeSet<>(names);
    unknown.removeAll(bases);
    if (!unknown.isEmpty()) {
      throw new BumpRefusedException(
          "the source tree has no function "
              + String.join(", ", unknown)
              + "; it has "
              + (bases.isEmpty() ? "none" : String.join(", ", bases)));
    }
    return new TreeSet<>(names);
  }

  private static int version(TargetVersion target, String base, int highest) {
    return switch (target) {
      case TargetVersion.Next() when highest == Integer.MAX_VALUE ->
          throw new BumpRefusedException(
              "'" + base + "' is at the highest version there is; give it another base name");
      case TargetVersion.Next() -> highest + 1;
      case TargetVersion.Exactly(int version) when version < highest ->
          throw new BumpRefusedException(
              "'"
                  + base
                  + "' has version "
                  + highest
                  + " already, and "
                  + version
                  + " is not greater; give "
                  + (highest == Integer.MAX_VALUE ? "it another base name" : highest + 1 + " or more")
                  + ", or take the next");
      case TargetVersion.Exactly(int version) -> version;
    };
  }

  private static List<Function> newestOfEachKind(List<Function> versions) {
    Map<FunctionKind, Function> newest = new TreeMap<>();
    for (Function each : versions) {
      newest.merge(
          each.kind(), each, (a, b) -> a.name().version() >= b.name().version() ? a : b);
    }
    return List.copyOf(newest.values());
  }

  /** Callers of callers too: by the relative rule none of them reaches a higher version. */
  private static Set<String> withCallers(CodeModel model, Set<String> changed) {
    Map<String, Set<String>> callersOf = new HashMap<>();
    for (Function caller : model.functions()) {
      for (String callee : callees(model, caller)) {
        callersOf.computeIfAbsent(callee, c -> new HashSet<>()).add(caller.name().base());
      }
    }
    Set<String> all = new TreeSet<>(changed);
    Deque<String> open = new ArrayDeque<>(changed);
    while (!open.isEmpty()) {
      for (String caller : callersOf.getOrDefault(open.pop(), Set.of())) {
        if (all.add(caller)) {
          open.add(caller);
        }
      }
    }
    return all;
  }

  private static Set<String> callees(CodeModel model, Function caller) {
    Set<Unit> reached = Reach.run(model, Reach.roots(caller));
    Set<String> bases = new HashSet<>();
    for (Call call : model.calls()) {
      FunctionName function = call.function();
      boolean inside = reached.stream().anyMatch(u -> u.contains(call.file(), call.span().start()));
      if (inside && !call.start() && function != null) {
        bases.add(function.base());
      }
    }
    return bases;
  }
}
