package dev.varve.versioning.retire;

import dev.varve.CurrentVersions.Entry;
import dev.varve.FunctionName;
import dev.varve.internal.resolution.VersionRules;
import dev.varve.versioning.lock.FunctionKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A start by base name that is refused now, though it is settled which version it gets. It will be
 * let in when a worker comes back or a source is corrected, and nobody knows its version set yet.
 *
 * @param calling what is started and the orchestrators that it may come to call
 * @param rules those that refused it
 * @param why what the start was told
 */
record RefusedStart(
    FunctionName function,
    Set<FunctionName> calling,
    VersionRules rules,
    Callers allowed,
    String why) {
  /**
   * @param orchestrators all of which the hub has a trace
   */
  static RefusedStart of(
      FunctionName function,
      Collection<FunctionKey> orchestrators,
      VersionRules rules,
      Callers allowed,
      String why) {
    Set<FunctionName> calling = new HashSet<>(Set.of(function));
    allowed.reachable(calling, orchestrators).forEach(key -> calling.add(key.name()));
    return new RefusedStart(function, Set.copyOf(calling), rules, allowed, why);
  }

  /** Whether such a start could bring the function into use, once it is let in. */
  boolean mayReach(FunctionKey key) {
    return key.equals(FunctionKey.orchestrator(function))
        || (mayHold(key) && calling.stream().anyMatch(caller -> allowed.mayCall(caller, key)));
  }

  /** More will be known then than now, so its set holds nothing below what it would hold now. */
  private boolean mayHold(FunctionKey key) {
    FunctionName name = key.name();
    Optional<Entry> entry = rules.current().entry(name.base());
    if (entry.isPresent()) {
      return entry.get().version() == name.version();
    }
    FunctionName now =
        rules
            .known()
            .versionsOf(key.kind(), name.base())
            .floor(new FunctionName(name.base(), function.version()));
    return name.version() <= function.version() && (now == null || name.compareTo(now) >= 0);
  }
}
