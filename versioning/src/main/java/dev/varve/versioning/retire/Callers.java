package dev.varve.versioning.retire;

import dev.varve.FunctionName;
import dev.varve.versioning.lock.FunctionKey;
import java.util.HashMap;
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
}
