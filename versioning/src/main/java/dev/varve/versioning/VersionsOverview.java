package dev.varve.versioning;

import dev.varve.CurrentVersions;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions of which orchestrators a hub has, at one moment. Every version appears that has
 * instances, that somebody serves, or that a source calls current.
 *
 * @param versions by base name, then by version
 */
public record VersionsOverview(List<OfVersion> versions) {
  public VersionsOverview {
    versions = List.copyOf(versions);
  }

  /**
   * Looks at a hub. Costs one count of the hub, one look at its sessions and records, and one query
   * of a single row per version that has active instances.
   *
   * @param current the sources that starts here ask
   * @param servedHere the orchestrators that workers of this process serve
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public static VersionsOverview of(
      HubStore hub, CurrentVersions current, Set<FunctionName> servedHere) {
    return new OverviewReader(hub, current.snapshot(), servedHere).read();
  }

  /** One version, if the overview has it. */
  public Optional<OfVersion> version(FunctionName function) {
    return versions.stream().filter(row -> row.function().equals(function)).findFirst();
  }

  /**
   * One version of one orchestrator.
   *
   * @param counts its instances by status; a status without any is not there
   * @param parked how many of them are parked
   * @param oldestActive when the oldest instance was created that has not finished, by the store's
   *     clock
   * @param servedHere whether a worker of this process serves it
   * @param served whether any live worker of the hub does, or one of this process
   * @param currentBySource who says that new starts by base name get this version; empty if it is
   *     not the current one
   */
  public record OfVersion(
      FunctionName function,
      Map<OrchestrationRuntimeStatus, Long> counts,
      long parked,
      Optional<Instant> oldestActive,
      boolean servedHere,
      boolean served,
      Optional<String> currentBySource) {
    public OfVersion {
      counts = Map.copyOf(counts);
    }

    /** How many instances there are, finished ones included. */
    public long total() {
      return sum(false);
    }

    /** How many instances have not finished. */
    public long active() {
      return sum(true);
    }

    /** Whether new starts by base name get this version. */
    public boolean isCurrent() {
      return currentBySource.isPresent();
    }

    private long sum(boolean activeOnly) {
      return counts.entrySet().stream()
          .filter(count -> !activeOnly || !count.getKey().isFinished())
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }
}
