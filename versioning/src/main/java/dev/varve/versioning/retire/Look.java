package dev.varve.versioning.retire;

import dev.varve.CurrentVersions;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.RetireReport.OfVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is known of a hub from one look. What starts are given is read first, then the instances
 * in the order they were created, and the counts last: what brings an instance about is always
 * looked at before the instance, so that nothing slips through between.
 */
final class Look {
  private final Instant at;
  private final LiveWorkers workers;
  private final StartsToCome starts;
  private final Demand demand;
  private final Map<FunctionName, Long> active = new TreeMap<>();
  private final Map<FunctionName, Long> ended = new TreeMap<>();

  private Look(HubStore hub, CurrentVersions current, Callers callers) {
    this.at = hub.now();
    this.workers = LiveWorkers.of(hub);
    this.starts = StartsToCome.of(hub, current, workers.known(), callers);
    this.demand = Demand.of(hub, callers, workers.known());
    for (InstanceCount count : hub.counts()) {
      (count.status().isFinished() ? ended : active)
          .merge(count.function(), count.count(), Long::sum);
    }
  }

  static Look at(HubStore hub, CurrentVersions current, Callers callers) {
    return new Look(hub, current, callers);
  }

  Instant at() {
    return at;
  }

  StartsToCome starts() {
    return starts;
  }

  List<OfVersion> versions() {
    SortedSet<FunctionKey> keys = new TreeSet<>(demand.needs().keySet());
    keys.addAll(starts.versions());
    for (FunctionKind kind : FunctionKind.values()) {
      workers.known().functions(kind).forEach(name -> keys.add(new FunctionKey(kind, name)));
    }
    active.keySet().forEach(name -> keys.add(FunctionKey.orchestrator(name)));
    ended.keySet().forEach(name -> keys.add(FunctionKey.orchestrator(name)));
    return keys.stream().map(this::row).toList();
  }

  private OfVersion row(FunctionKey key) {
    Need need = demand.needs().getOrDefault(key, new Need());
    List<String> unreadable = new ArrayList<>();
    demand.unreadable().ifPresent(unreadable::add);
    starts.problem().ifPresent(unreadable::add);
    unreadable.addAll(starts.refused(key));
    boolean orchestrator = key.kind() == FunctionKind.ORCHESTRATOR;
    List<String> servedBy = workers.serving(key);
    long counted = orchestrator ? active.getOrDefault(key.name(), 0L) : 0;
    return new OfVersion(
        key,
        need.inFlight(),
        orchestrator ? ended.getOrDefault(key.name(), 0L) : 0,
        need.oldest(),
        need.nextWakeUp(),
        need.callers(),
        starts.naming(key),
        starts.callers(key),
        servedBy,
        new Judge(key, need, counted, starts, servedBy).verdict(at, unreadable));
  }
}
