package dev.varve.versioning;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.OnlyVersions;
import dev.varve.storage.SessionRow;
import dev.varve.versioning.VersionsOverview.OfVersion;
import dev.varve.versioning.export.ActiveInstances;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Puts together what counts, sessions, records and sources say of each version. */
final class OverviewReader {
  private final HubStore hub;
  private final Snapshot current;
  private final Set<FunctionName> servedHere;
  private final NavigableSet<FunctionName> served;
  private final Set<String> activities;
  private final Map<FunctionName, List<InstanceCount>> counts;
  private final Map<String, Integer> recorded;

  OverviewReader(HubStore hub, Snapshot current, Set<FunctionName> servedHere) {
    this.hub = hub;
    this.current = current;
    this.servedHere = Set.copyOf(servedHere);
    List<SessionRow> sessions = hub.sessions();
    this.served = served(sessions, servedHere);
    this.activities =
        sessions.stream()
            .flatMap(session -> session.descriptor().activities().stream())
            .map(FunctionName::base)
            .collect(Collectors.toSet());
    this.counts = hub.counts().stream().collect(Collectors.groupingBy(InstanceCount::function));
    this.recorded = OnlyVersions.all(hub.records());
  }

  private static NavigableSet<FunctionName> served(
      List<SessionRow> sessions, Set<FunctionName> servedHere) {
    NavigableSet<FunctionName> served = new TreeSet<>(servedHere);
    sessions.forEach(session -> served.addAll(session.descriptor().orchestrators()));
    return served;
  }

  VersionsOverview read() {
    Map<FunctionName, String> currentBySource = currentBySource();
    NavigableSet<FunctionName> all = new TreeSet<>(served);
    all.addAll(counts.keySet());
    all.addAll(currentBySource.keySet());
    return new VersionsOverview(
        all.stream()
            .map(function -> row(function, Optional.ofNullable(currentBySource.get(function))))
            .toList());
  }

  /** The current version of each base: entry, default, record, or the only one served. */
  private Map<FunctionName, String> currentBySource() {
    Map<FunctionName, String> currentBySource = new TreeMap<>();
    for (String base : bases()) {
      entry(base)
          .ifPresent(entry ->
              currentBySource.put(new FunctionName(base, entry.version()), entry.source()));
    }
    return currentBySource;
  }

  /** The configuration names bases, not kinds; those of activities alone have no place here. */
  private Set<String> bases() {
    Set<String> bases = new TreeSet<>(current.versions().keySet());
    bases.removeAll(activities);
    served.forEach(function -> bases.add(function.base()));
    counts.keySet().forEach(function -> bases.add(function.base()));
    return bases;
  }

  private Optional<Entry> entry(String base) {
    Entry byDefault = current.defaultEntry();
    if (current.entry(base).isPresent()) {
      return current.entry(base);
    }
    if (byDefault != null) {
      return Optional.of(new Entry(byDefault.version(), "default version, " + byDefault.source()));
    }
    Integer only = recorded.get(base);
    return only != null
        ? Optional.of(new Entry(only, "hub record of the only version"))
        : onlyServed(base);
  }

  private Optional<Entry> onlyServed(String base) {
    List<FunctionName> versions =
        served.stream().filter(function -> function.base().equals(base)).toList();
    return versions.size() == 1
        ? Optional.of(new Entry(versions.get(0).version(), "the only version served"))
        : Optional.empty();
  }

  private OfVersion row(FunctionName function, Optional<String> currentBySource) {
    Map<OrchestrationRuntimeStatus, Long> byStatus =
        new EnumMap<>(OrchestrationRuntimeStatus.class);
    long parked = 0;
    for (InstanceCount count : counts.getOrDefault(function, List.of())) {
      if (count.count() > 0) {
        byStatus.merge(count.status(), count.count(), Long::sum);
      }
      parked += count.parked();
    }
    return new OfVersion(
        function,
        byStatus,
        parked,
        byStatus.keySet().stream().anyMatch(ActiveInstances.STATUSES::contains)
            ? oldestActive(function)
            : Optional.empty(),
        servedHere.contains(function),
        served.contains(function),
        currentBySource);
  }

  private Optional<Instant> oldestActive(FunctionName function) {
    InstanceQuery all = InstanceQuery.ALL;
    InstanceQuery query =
        new InstanceQuery(
            Optional.of(function.base()),
            OptionalInt.of(function.version()),
            ActiveInstances.STATUSES,
            all.conditions(),
            all.createdFrom(),
            all.createdTo(),
            all.idPrefix(),
            all.tags(),
            all.parentId(),
            false,
            1,
            Optional.empty());
    return hub.query(query).instances().stream().findFirst().map(InstanceRow::createdAt);
  }
}
