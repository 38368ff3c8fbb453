package dev.varve.versioning;

import dev.varve.CurrentVersions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Several sources as one, by their stated precedence. */
final class CombinedVersions implements VersionSource {
  /** Highest first. */
  private enum Precedence {
    CODE,
    SYSTEM_PROPERTY,
    HUB_RECORD,
    WATCHED_FILE,
    ENVIRONMENT,
    HOST_JSON
  }

  /** What the sources said, compared by identity, and what came of it. */
  private record Merged(List<Snapshot> parts, Snapshot snapshot) {
    boolean isOf(List<Snapshot> others) {
      for (int i = 0; i < parts.size(); i++) {
        if (isOther(parts.get(i), others.get(i))) {
          return false;
        }
      }
      return true;
    }

    @SuppressWarnings("ReferenceEquality") // a source gives the same object while nothing changed
    private static boolean isOther(Snapshot one, Snapshot other) {
      return one != other;
    }
  }

  private final List<CurrentVersions> highestFirst;
  private final ReentrantLock lock = new ReentrantLock();
  // Written under the lock.
  private volatile Merged merged;

  CombinedVersions(List<CurrentVersions> sources) {
    this.highestFirst =
        sources.stream()
            .flatMap(CombinedVersions::flat)
            .sorted(Comparator.comparing(CombinedVersions::precedence))
            .toList();
    List<Snapshot> parts = parts();
    this.merged = new Merged(parts, merge(parts));
  }

  private static Stream<CurrentVersions> flat(CurrentVersions source) {
    return source instanceof CombinedVersions combined
        ? combined.highestFirst.stream()
        : Stream.of(source);
  }

  private static Precedence precedence(CurrentVersions source) {
    return source instanceof VersionSource ours ? precedence(ours) : Precedence.CODE;
  }

  private static Precedence precedence(VersionSource source) {
    return switch (source) {
      case CodeVersions code -> Precedence.CODE;
      case SystemPropertyVersions properties -> Precedence.SYSTEM_PROPERTY;
      case HubRecordVersions records -> Precedence.HUB_RECORD;
      case WatchedVersionFile file -> Precedence.WATCHED_FILE;
      case EnvironmentVersions environment -> Precedence.ENVIRONMENT;
      case HostJsonVersions file -> Precedence.HOST_JSON;
      case CombinedVersions combined -> throw new IllegalStateException("taken apart before");
    };
  }

  @Override
  public Snapshot snapshot() {
    List<Snapshot> parts = parts();
    Merged now = merged;
    return now.isOf(parts) ? now.snapshot() : mergeAgain();
  }

  /** Reads the sources again under the lock, so that a slower thread brings nothing older back. */
  private Snapshot mergeAgain() {
    lock.lock();
    try {
      List<Snapshot> parts = parts();
      Snapshot before = merged.snapshot();
      Snapshot after = merge(parts);
      merged = new Merged(parts, after.equals(before) ? before : after);
      return merged.snapshot();
    } finally {
      lock.unlock();
    }
  }

  private List<Snapshot> parts() {
    return highestFirst.stream().map(CurrentVersions::snapshot).toList();
  }

  private static Snapshot merge(List<Snapshot> highestFirst) {
    Map<String, Entry> versions = new TreeMap<>();
    @Nullable Entry defaultEntry = null;
    for (Snapshot part : highestFirst) {
      part.versions().forEach(versions::putIfAbsent);
      defaultEntry = defaultEntry == null ? part.defaultEntry() : defaultEntry;
    }
    return new Snapshot(versions, defaultEntry);
  }

  @Override
  public Optional<String> problem() {
    String problems =
        ours().stream().flatMap(part -> part.problem().stream()).collect(Collectors.joining("; "));
    return problems.isEmpty() ? Optional.empty() : Optional.of(problems);
  }

  @Override
  public void close() {
    ours().forEach(VersionSource::close);
  }

  private List<VersionSource> ours() {
    List<VersionSource> ours = new ArrayList<>();
    highestFirst.forEach(source -> {
      if (source instanceof VersionSource one) {
        ours.add(one);
      }
    });
    return ours;
  }
}
