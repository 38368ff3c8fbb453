package dev.varve.versioning;

import dev.varve.CurrentVersions;
import java.util.Optional;

/**
 * A place where current versions are kept, as {@link VersionSources} makes them. Thread-safe.
 *
 * <p>A source that can change while the program runs keeps its last good set when what it reads is
 * broken, logs an error once, and tells it here until it is repaired.
 */
public sealed interface VersionSource extends CurrentVersions, AutoCloseable
    permits CodeVersions,
        CombinedVersions,
        EnvironmentVersions,
        HostJsonVersions,
        HubRecordVersions,
        SystemPropertyVersions,
        WatchedVersionFile {

  /** What is wrong with what this source reads now; empty if nothing is. For health checks. */
  Optional<String> problem();

  /** Stops watching; the last good set stays readable. Closing again has no effect. */
  @Override
  void close();
}
