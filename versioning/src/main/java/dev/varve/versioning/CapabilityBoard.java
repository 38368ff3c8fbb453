package dev.varve.versioning;

import dev.varve.CurrentVersions;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.storage.HubStore;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who serves which functions of a hub, at one moment, and which current versions nobody serves
 * (specification B9). Immutable.
 *
 * @param hub the hub's name
 * @param workers the live workers, in the order they started
 * @param functions what they serve, by kind, base name and version
 * @param gaps versions that a source calls current and no worker serves: starts that need them are
 *     refused, or wait if they were asked to
 */
public record CapabilityBoard(
    String hub, List<Worker> workers, List<Capability> functions, List<Gap> gaps) {
  public CapabilityBoard {
    workers = List.copyOf(workers);
    functions = List.copyOf(functions);
    gaps = List.copyOf(gaps);
  }

  /**
   * Looks at a hub. Costs what {@link VersionsOverview#of} does and one more look at its sessions.
   *
   * @param current the sources that starts ask
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public static CapabilityBoard of(HubStore hub, CurrentVersions current) {
    return BoardReader.read(hub, current);
  }

  /** The workers that serve a function, in the order they started; none if nobody does. */
  public List<Worker> serving(FunctionKind kind, FunctionName function) {
    return functions.stream()
        .filter(served -> served.kind() == kind && served.function().equals(function))
        .findFirst()
        .map(Capability::workers)
        .orElse(List.of());
  }

  /** For people. */
  public String toText() {
    return BoardText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return BoardJson.of(this);
  }

  /**
   * A running engine.
   *
   * @param session its id in the hub, never used again
   * @param name its name for people
   * @param build fingerprint of the code it runs
   * @param historyFormats the formats of histories it reads
   * @param startedAt by the store's clock
   * @param seenAt when it last showed that it lives, by the store's clock
   */
  public record Worker(
      long session,
      String name,
      String build,
      Set<Integer> historyFormats,
      Instant startedAt,
      Instant seenAt,
      NavigableSet<FunctionName> orchestrators,
      NavigableSet<FunctionName> activities) {
    public Worker {
      historyFormats = Collections.unmodifiableSet(new TreeSet<>(historyFormats));
      orchestrators = Collections.unmodifiableNavigableSet(new TreeSet<>(orchestrators));
      activities = Collections.unmodifiableNavigableSet(new TreeSet<>(activities));
    }

    /** What it serves of one kind. */
    public NavigableSet<FunctionName> serves(FunctionKind kind) {
      return switch (kind) {
        case ORCHESTRATOR -> orchestrators;
        case ACTIVITY -> activities;
      };
    }
  }

  /**
   * A function that somebody serves.
   *
   * @param workers at least one, in the order they started
   */
  public record Capability(FunctionKind kind, FunctionName function, List<Worker> workers) {
    public Capability {
      workers = List.copyOf(workers);
    }

    /** Since when the worker has run that has served it longest. */
    public Instant since() {
      return workers.getFirst().startedAt();
    }
  }

  /**
   * A current version that nobody serves.
   *
   * @param source who says that it is current
   */
  public record Gap(FunctionKind kind, FunctionName function, String source) {}
}
