package dev.varve.versioning;

import dev.varve.CurrentVersions;
import dev.varve.CurrentVersions.Snapshot;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.HubStore;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import dev.varve.versioning.CapabilityBoard.Capability;
import dev.varve.versioning.CapabilityBoard.Gap;
import dev.varve.versioning.CapabilityBoard.Worker;
import dev.varve.versioning.VersionsOverview.OfVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Turns the sessions of a hub round: from what each serves to who serves what. */
final class BoardReader {
  private BoardReader() {}

  static CapabilityBoard read(HubStore hub, CurrentVersions current) {
    Snapshot snapshot = current.snapshot();
    List<OfVersion> versions = VersionsOverview.of(hub, () -> snapshot, Set.of()).versions();
    List<Worker> workers =
        hub.sessions().stream()
            .map(BoardReader::worker)
            .sorted(Comparator.comparing(Worker::startedAt).thenComparing(Worker::session))
            .toList();
    List<Capability> functions = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    for (FunctionKind kind : FunctionKind.values()) {
      Map<FunctionName, List<Worker>> served = served(kind, workers);
      served.forEach((function, serving) -> functions.add(new Capability(kind, function, serving)));
      gaps.addAll(
          switch (kind) {
            case ORCHESTRATOR -> orchestrators(versions, served.keySet());
            case ACTIVITY -> activities(snapshot, served.keySet());
          });
    }
    return new CapabilityBoard(hub.name(), workers, functions, gaps);
  }

  private static Worker worker(SessionRow session) {
    SessionDescriptor descriptor = session.descriptor();
    return new Worker(
        session.id(),
        descriptor.worker(),
        descriptor.build(),
        descriptor.historyFormats(),
        session.startedAt(),
        session.seenAt(),
        new TreeSet<>(descriptor.orchestrators()),
        new TreeSet<>(descriptor.activities()));
  }

  private static Map<FunctionName, List<Worker>> served(FunctionKind kind, List<Worker> workers) {
    Map<FunctionName, List<Worker>> served = new TreeMap<>();
    for (Worker worker : workers) {
      for (FunctionName function : worker.serves(kind)) {
        served.computeIfAbsent(function, unused -> new ArrayList<>()).add(worker);
      }
    }
    return served;
  }

  private static List<Gap> orchestrators(List<OfVersion> versions, Set<FunctionName> served) {
    List<Gap> gaps = new ArrayList<>();
    for (OfVersion version : versions) {
      if (!served.contains(version.function())) {
        version
            .currentBySource()
            .ifPresent(
                source -> gaps.add(new Gap(FunctionKind.ORCHESTRATOR, version.function(), source)));
      }
    }
    return gaps;
  }

  /** An entry holds for activities too, where the base is one; a default or a record does not. */
  private static List<Gap> activities(Snapshot current, Set<FunctionName> served) {
    Set<String> bases = served.stream().map(FunctionName::base).collect(Collectors.toSet());
    List<Gap> gaps = new ArrayList<>();
    new TreeMap<>(current.versions())
        .forEach((base, entry) -> {
          FunctionName function = new FunctionName(base, entry.version());
          if (bases.contains(base) && !served.contains(function)) {
            gaps.add(new Gap(FunctionKind.ACTIVITY, function, entry.source()));
          }
        });
    return gaps;
  }
}
