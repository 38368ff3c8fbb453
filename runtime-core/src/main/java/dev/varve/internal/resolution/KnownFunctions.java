package dev.varve.internal.resolution;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.SessionRow;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/**
 * The functions somebody can run now: published by live workers of the hub, or registered here.
 *
 * @param orchestrators by base name, then by version
 * @param activities by base name, then by version
 */
public record KnownFunctions(
    NavigableSet<FunctionName> orchestrators, NavigableSet<FunctionName> activities) {
  public KnownFunctions {
    orchestrators = Collections.unmodifiableNavigableSet(new TreeSet<>(orchestrators));
    activities = Collections.unmodifiableNavigableSet(new TreeSet<>(activities));
  }

  /** These functions. */
  public static KnownFunctions of(
      Collection<FunctionName> orchestrators, Collection<FunctionName> activities) {
    return new KnownFunctions(new TreeSet<>(orchestrators), new TreeSet<>(activities));
  }

  /** What workers serve together. */
  public static KnownFunctions servedBy(Collection<SessionRow> workers) {
    Collection<FunctionName> orchestrators = new TreeSet<>();
    Collection<FunctionName> activities = new TreeSet<>();
    for (SessionRow worker : workers) {
      orchestrators.addAll(worker.descriptor().orchestrators());
      activities.addAll(worker.descriptor().activities());
    }
    return of(orchestrators, activities);
  }

  /** What either knows. */
  public KnownFunctions union(KnownFunctions other) {
    NavigableSet<FunctionName> allOrchestrators = new TreeSet<>(orchestrators);
    NavigableSet<FunctionName> allActivities = new TreeSet<>(activities);
    allOrchestrators.addAll(other.orchestrators);
    allActivities.addAll(other.activities);
    return new KnownFunctions(allOrchestrators, allActivities);
  }

  /** Whether somebody can run this function. */
  public boolean contains(FunctionKind kind, FunctionName function) {
    return functions(kind).contains(function);
  }

  /** All functions of a kind, by base name, then by version. */
  public NavigableSet<FunctionName> functions(FunctionKind kind) {
    return switch (kind) {
      case ORCHESTRATOR -> orchestrators;
      case ACTIVITY -> activities;
    };
  }

  /** The versions known of a base, lowest first. */
  public NavigableSet<FunctionName> versionsOf(FunctionKind kind, String base) {
    return functions(kind)
        .subSet(new FunctionName(base, 0), true, new FunctionName(base, Integer.MAX_VALUE), true);
  }

  /** The relative rule: the same version if it is known, else the highest below it, never above. */
  OptionalInt atOrBelow(FunctionKind kind, String base, int version) {
    FunctionName floor = functions(kind).floor(new FunctionName(base, version));
    return floor == null || !floor.base().equals(base)
        ? OptionalInt.empty()
        : OptionalInt.of(floor.version());
  }
}
