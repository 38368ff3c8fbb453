package dev.varve.versioning;

import dev.varve.hostjson.HostJson;
import dev.varve.hostjson.InvalidHostJsonException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The default version in a watched {@code host.json}, the lowest of all sources. */
final class HostJsonVersions implements VersionSource {
  private static final String SETTING = "defaultVersion";

  private final WatchedVersionFile file;

  /**
   * Reads the file once and watches nothing yet.
   *
   * @throws InvalidVersionsException if the file is missing or broken, or the setting is
   */
  HostJsonVersions(Path file) {
    this.file = new WatchedVersionFile(file, HostJsonVersions::parse, snapshot -> {});
  }

  private static Snapshot parse(VersionFileText text) {
    try {
      HostJson host = HostJson.parse(text.file(), text.content());
      OptionalInt version = host.wholeNumber(SETTING);
      return version.isEmpty()
          ? new Snapshot(Map.of(), null)
          : new Snapshot(
              Map.of(), new Entry(version.getAsInt(), text.file() + ", " + host.where(SETTING)));
    } catch (InvalidHostJsonException e) {
      throw new InvalidVersionsException(text.file(), e.problem(), e);
    }
  }

  /** Starts the thread that checks, once. */
  void start(Duration interval) {
    file.start(interval);
  }

  /** Reads the file once, and takes the content over if it was the same the time before. */
  void check() {
    file.check();
  }

  @Override
  public Snapshot snapshot() {
    return file.snapshot();
  }

  @Override
  public Optional<String> problem() {
    return file.problem();
  }

  @Override
  public void close() {
    file.close();
  }
}
