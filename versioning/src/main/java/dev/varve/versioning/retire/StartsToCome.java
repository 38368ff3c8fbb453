package dev.varve.versioning.retire;

import dev.varve.CurrentVersions;
import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.VersionSet;
import dev.varve.internal.resolution.KnownFunctions;
import dev.varve.internal.resolution.Resolution.Refused;
import dev.varve.internal.resolution.Resolution.Resolved;
import dev.varve.internal.resolution.VersionRules;
import dev.varve.storage.HubStore;
import dev.varve.storage.OnlyVersions;
import dev.varve.versioning.HubVersions;
import dev.varve.versioning.InvalidVersionsException;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionsOverview;
import dev.varve.versioning.VersionsOverview.OfVersion;
import dev.varve.versioning.lock.FunctionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which versions a start by base name would bring into use: the version that is current, and what
 * the version set of such a start would hold. Of a start that is refused now it is told what it
 * could bring into use.
 */
final class StartsToCome {
  private final SortedMap<FunctionKey, SortedSet<String>> named = new TreeMap<>();
  private final SortedMap<FunctionKey, SortedSet<FunctionName>> callers = new TreeMap<>();
  private final List<RefusedStart> refused = new ArrayList<>();
  private Optional<String> problem = Optional.empty();

  private StartsToCome() {}

  static StartsToCome of(
      HubStore hub, CurrentVersions current, KnownFunctions known, Callers allowed) {
    StartsToCome starts = new StartsToCome();
    starts.problem = current instanceof VersionSource source ? source.problem() : Optional.empty();
    Snapshot given = current.snapshot();
    Snapshot inHub = starts.records(hub);
    Snapshot all = union(given, inHub);
    starts.nameEntries(given, known, all);
    starts.nameEntries(inHub, known, all);
    Map<String, Integer> recorded = OnlyVersions.all(hub.records());
    SortedSet<String> bases = new TreeSet<>(recorded.keySet());
    SortedSet<FunctionKey> orchestrators = new TreeSet<>();
    for (OfVersion row : VersionsOverview.of(hub, () -> all, known.orchestrators()).versions()) {
      FunctionKey key = FunctionKey.orchestrator(row.function());
      row.currentBySource().ifPresent(source -> starts.name(key, source));
      bases.add(row.function().base());
      orchestrators.add(key);
    }
    for (String base : bases) {
      Integer only = recorded.get(base);
      OptionalInt record = only == null ? OptionalInt.empty() : OptionalInt.of(only);
      // A program may follow some of the sources only, so what one of them says counts by itself.
      for (Snapshot sources : List.of(given, inHub, all)) {
        if (sources.equals(all) || settles(sources, base, all)) {
          starts.resolve(base, record, new VersionRules(sources, known), orchestrators, allowed);
        }
      }
    }
    return starts;
  }

  private Snapshot records(HubStore hub) {
    try {
      return HubVersions.of(hub).current();
    } catch (InvalidVersionsException e) {
      problem = Optional.of(String.valueOf(e.getMessage()));
      return new Snapshot(Map.of(), null);
    }
  }

  /** Programs that do not ask the sources given here follow the records of the hub. */
  private static Snapshot union(Snapshot given, Snapshot inHub) {
    Map<String, Entry> versions = new HashMap<>(inHub.versions());
    versions.putAll(given.versions());
    return new Snapshot(
        versions, given.defaultEntry() == null ? inHub.defaultEntry() : given.defaultEntry());
  }

  /** An entry that another source overrides still names the version: the other may go. */
  private void nameEntries(Snapshot snapshot, KnownFunctions known, Snapshot all) {
    snapshot
        .versions()
        .forEach((base, entry) -> {
          FunctionName function = new FunctionName(base, entry.version());
          for (FunctionKind kind : FunctionKind.values()) {
            if (!known.versionsOf(kind, base).isEmpty()) {
              name(new FunctionKey(kind, function), entry.source());
            }
          }
        });
    Entry byDefault = snapshot.defaultEntry();
    if (byDefault != null) {
      known.orchestrators().stream()
          .filter(function -> function.version() == byDefault.version())
          .filter(function -> all.entry(function.base()).isEmpty())
          .forEach(function ->
              name(FunctionKey.orchestrator(function), "default version, " + byDefault.source()));
    }
  }

  private void name(FunctionKey key, String source) {
    named.computeIfAbsent(key, k -> new TreeSet<>()).add(source);
  }

  private static boolean settles(Snapshot sources, String base, Snapshot all) {
    return sources.entry(base).isPresent()
        || (sources.defaultEntry() != null && all.entry(base).isEmpty());
  }

  private void resolve(
      String base,
      OptionalInt recorded,
      VersionRules rules,
      Set<FunctionKey> orchestrators,
      Callers allowed) {
    switch (rules.start(base, OptionalInt.empty(), recorded)) {
      case Resolved start -> reach(start.function(), start.versionSet(), allowed);
      case Refused no -> {
        if (rules.putOff(base, OptionalInt.empty(), recorded, no) instanceof Resolved settled) {
          refused.add(
              RefusedStart.of(settled.function(), orchestrators, rules, allowed, no.message()));
        }
      }
    }
  }

  private void reach(FunctionName started, VersionSet set, Callers allowed) {
    for (FunctionKey key : allowed.reachable(Set.of(started), Callers.functions(set))) {
      if (!key.equals(FunctionKey.orchestrator(started))) {
        callers.computeIfAbsent(key, k -> new TreeSet<>()).add(started);
      }
    }
  }

  /** All versions that a source names or a start could call. */
  SortedSet<FunctionKey> versions() {
    SortedSet<FunctionKey> versions = new TreeSet<>(named.keySet());
    versions.addAll(callers.keySet());
    return versions;
  }

  /** The sources that make it current, for people. */
  List<String> naming(FunctionKey key) {
    return List.copyOf(named.getOrDefault(key, new TreeSet<>()));
  }

  /** The orchestrators that new starts would get and that could call it then. */
  List<FunctionName> callers(FunctionKey key) {
    return List.copyOf(callers.getOrDefault(key, new TreeSet<>()));
  }

  /** Why starts are refused now that could bring it into use later; empty if there are none. */
  List<String> refused(FunctionKey key) {
    return refused.stream()
        .filter(start -> start.mayReach(key))
        .map(start -> "what new starts will call is not known: " + start.why())
        .distinct()
        .toList();
  }

  boolean mayBringIntoUse(FunctionKey key) {
    return named.containsKey(key) || callers.containsKey(key) || !refused(key).isEmpty();
  }

  /** What is wrong with a source, so that it is not known what it will say; empty if nothing is. */
  Optional<String> problem() {
    return problem;
  }
}
