package dev.varve;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a new start by base name learns the current version. Read at every start, so that a change
 * needs no restart; it never touches instances that exist. Implementations are thread-safe and
 * answer from memory.
 */
public interface CurrentVersions {
  /**
   * What is current now. The same object as long as nothing has changed, so that callers may cache
   * by identity.
   */
  Snapshot snapshot();

  /** Versions fixed in code. */
  static CurrentVersions of(Map<String, Integer> versions) {
    Snapshot snapshot =
        new Snapshot(
            versions.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> new Entry(e.getValue(), "code"))),
            null);
    return () -> snapshot;
  }

  /**
   * No configured versions: only what the hub recorded, and names of which one version is known.
   */
  static CurrentVersions none() {
    return of(Map.of());
  }

  /**
   * What one source, or a combination, says at one moment.
   *
   * @param versions base name to current version
   * @param defaultEntry the version of starts whose base name has no entry, or null
   */
  record Snapshot(Map<String, Entry> versions, @Nullable Entry defaultEntry) {
    /**
     * @throws IllegalArgumentException if a base name breaks the grammar
     */
    public Snapshot {
      versions = Map.copyOf(versions);
      new TreeMap<>(versions).keySet().forEach(base -> new FunctionName(base, 0));
    }

    /** The entry for a base name; the default does not count. */
    public Optional<Entry> entry(String base) {
      return Optional.ofNullable(versions.get(base));
    }
  }

  /**
   * A version and who said so.
   *
   * @param version 0 or more
   * @param source for people: {@code code}, {@code system property varve.version.Order}, a file
   *     name
   */
  record Entry(int version, String source) {
    /**
     * @throws IllegalArgumentException if the version is negative
     */
    public Entry {
      if (version < 0) {
        throw new IllegalArgumentException(
            "version " + version + " from " + source + " is negative; versions are 0 or more");
      }
    }
  }
}
