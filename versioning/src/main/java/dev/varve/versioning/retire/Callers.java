package dev.varve.versioning.retire;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.VersionSet;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.versioning.lock.FunctionKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may call what, as far as the user has said so. A version set holds every function known at
 * the start, also those that the instance's code never calls, and nothing in the store tells which
 * those are.
 *
 * @param only base name of a function to the base names of the orchestrators that call it
 */
record Callers(Map<String, Set<String>> only) {
  static final Callers ANY = new Callers(Map.of());

  Callers {
    only = Map.copyOf(only);
  }

  Callers with(String base, Set<String> orchestrators) {
    requireBase(base);
    orchestrators.forEach(Callers::requireBase);
    Map<String, Set<String>> more = new HashMap<>(only);
    more.put(base, Set.copyOf(orchestrators));
    return new Callers(more);
  }

  private static void requireBase(String base) {
    var unused = new FunctionName(base, 0);
  }

  /** Whether this orchestrator's code may call that function, if its version set has it. */
  boolean mayCall(FunctionName orchestrator, FunctionKey callee) {
    Set<String> callers = only.get(callee.name().base());
    return callers == null || callers.contains(orchestrator.base());
  }

  /**
   * Which of these functions may be called, by these orchestrators or by those that they may call:
   * a child gets the version set of its parent.
   *
   * @param functions what the version set holds
   */
  Set<FunctionKey> reachable(Collection<FunctionName> from, Collection<FunctionKey> functions) {
    Set<FunctionKey> left = new HashSet<>(functions);
    Set<FunctionKey> reachable = new HashSet<>();
    Deque<FunctionName> callers = new ArrayDeque<>(from);
    while (!callers.isEmpty()) {
      FunctionName caller = callers.remove();
      List<FunctionKey> called = left.stream().filter(key -> mayCall(caller, key)).toList();
      called.forEach(left::remove);
      reachable.addAll(called);
      called.stream()
          .filter(key -> key.kind() == FunctionKind.ORCHESTRATOR)
          .forEach(key -> callers.add(key.name()));
    }
    return reachable;
  }

  /** What a version set holds. */
  static List<FunctionKey> functions(VersionSet set) {
    List<FunctionKey> functions = new ArrayList<>();
    for (FunctionKind kind : FunctionKind.values()) {
      set.versions(kind)
          .forEach((base, version) ->
              functions.add(new FunctionKey(kind, new FunctionName(base, version))));
    }
    return functions;
  }

  /** What is known, in all its versions. */
  static List<FunctionKey> functions(KnownFunctions known) {
    List<FunctionKey> functions = new ArrayList<>();
    for (FunctionKind kind : FunctionKind.values()) {
      known.functions(kind).forEach(name -> functions.add(new FunctionKey(kind, name)));
    }
    return functions;
  }
}
