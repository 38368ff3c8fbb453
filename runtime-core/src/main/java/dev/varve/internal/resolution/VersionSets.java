package dev.varve.internal.resolution;

import dev.varve.CurrentVersions;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.VersionSet;
import dev.varve.internal.resolution.Resolution.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Builds the version set of a start to version N: complete for every base known, per kind. A base
 * without any version at or below N, and without an entry, is left out; a call to it parks.
 */
final class VersionSets {
  private VersionSets() {}

  /** Every base takes the relative rule. */
  static VersionSet relative(int version, KnownFunctions known) {
    return configured(version, new CurrentVersions.Snapshot(Map.of(), null), known);
  }

  /**
   * Every base that the configuration names takes its entry, the others the relative rule; the
   * default version is nobody's entry. To be called when there is no {@link #unknownEntry}.
   */
  static VersionSet configured(
      int version, CurrentVersions.Snapshot current, KnownFunctions known) {
    return VersionSet.of(
        versions(FunctionKind.ORCHESTRATOR, version, current, known),
        versions(FunctionKind.ACTIVITY, version, current, known));
  }

  /** A configured set, with the entries of bases that nobody knows as well, as either kind. */
  static VersionSet announced(
      VersionSet configured, CurrentVersions.Snapshot current, KnownFunctions known) {
    Map<String, Integer> orchestrators = new TreeMap<>(configured.orchestrators());
    Map<String, Integer> activities = new TreeMap<>(configured.activities());
    current
        .versions()
        .forEach((base, entry) -> {
          if (known.versionsOf(FunctionKind.ORCHESTRATOR, base).isEmpty()
              && known.versionsOf(FunctionKind.ACTIVITY, base).isEmpty()) {
            orchestrators.put(base, entry.version());
            activities.put(base, entry.version());
          }
        });
    return VersionSet.of(orchestrators, activities);
  }

  private static Map<String, Integer> versions(
      FunctionKind kind, int version, CurrentVersions.Snapshot current, KnownFunctions known) {
    Map<String, Integer> versions = new TreeMap<>();
    for (FunctionName function : known.functions(kind)) {
      if (!versions.containsKey(function.base())) {
        version(kind, function.base(), version, current, known)
            .ifPresent(found -> versions.put(function.base(), found));
      }
    }
    return versions;
  }

  private static OptionalInt version(
      FunctionKind kind,
      String base,
      int version,
      CurrentVersions.Snapshot current,
      KnownFunctions known) {
    return current
        .entry(base)
        .map(entry -> OptionalInt.of(entry.version()))
        .orElseGet(() -> known.atOrBelow(kind, base, version));
  }

  /**
   * The first entry that names a version nobody knows, of a base and kind that is known in other
   * versions. Such a start is refused: any version the set could hold instead would be a guess.
   * Entries of bases nobody knows are left alone, since one file may serve many applications.
   */
  static Optional<Refused> unknownEntry(CurrentVersions.Snapshot current, KnownFunctions known) {
    for (FunctionKind kind : FunctionKind.values()) {
      for (Map.Entry<String, CurrentVersions.Entry> entry :
          new TreeMap<>(current.versions()).entrySet()) {
        FunctionName function = new FunctionName(entry.getKey(), entry.getValue().version());
        if (!known.contains(kind, function) && !known.versionsOf(kind, function.base()).isEmpty()) {
          String origin = "from " + entry.getValue().source();
          return Optional.of(Refusals.currentNotKnown(kind, function, origin, known));
        }
      }
    }
    return Optional.empty();
  }
}
