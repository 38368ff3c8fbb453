package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
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
 * @param copies the newest versions, and what is made of them
 * @param complete those that have the wanted version already
 */
record Selected(Map<Function, CopiedFunction> copies, List<Function> complete) {
  /**
   * Decides it.
   *
   * @throws BumpRefusedException if a base name is unknown, or has a higher version than wanted
   */
  static Selected of(CodeModel model, FunctionSelection selection, TargetVersion target) {
    Set<String> all = new TreeSet<>();
    Map<FunctionKind, Map<String, Function>> newest = new EnumMap<>(FunctionKind.class);
    for (Function each : model.functions()) {
      all.add(each.name().base());
      newest
          .computeIfAbsent(each.kind(), kind -> new TreeMap<>())
          .merge(each.name().base(), each, Selected::newer);
    }
    Set<String> bases =
        switch (selection) {
          case FunctionSelection.All() -> all;
          case FunctionSelection.Named(var names) -> known(names, all);
          case FunctionSelection.ChangedAndCallers(var names) ->
              withCallers(model, known(names, all));
        };
    Map<Function, CopiedFunction> copies = new LinkedHashMap<>();
    List<Function> complete = new ArrayList<>();
    for (Map<String, Function> ofKind : newest.values()) {
      for (Function each : ofKind.values()) {
        if (bases.contains(each.name().base())) {
          int to = version(target, each.name());
          FunctionName next = new FunctionName(each.name().base(), to);
          if (next.equals(each.name())) {
            complete.add(each);
          } else {
            copies.put(each, new CopiedFunction(each.kind(), each.name(), next));
          }
        }
      }
    }
    return new Selected(copies, complete);
  }

  private static Function newer(Function one, Function other) {
    return one.name().version() >= other.name().version() ? one : other;
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

  private static int version(TargetVersion target, FunctionName newest) {
    int highest = newest.version();
    return switch (target) {
      case TargetVersion.Next() when highest == Integer.MAX_VALUE ->
          throw new BumpRefusedException(
              newest + " has the highest version there is; give the function another base name");
      case TargetVersion.Next() -> highest + 1;
      case TargetVersion.Exactly(int version) when version < highest ->
          throw new BumpRefusedException(
              newest
                  + " is there already, and "
                  + version
                  + " is not greater; give more than "
                  + highest
                  + ", or take the next");
      case TargetVersion.Exactly(int version) -> version;
    };
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
