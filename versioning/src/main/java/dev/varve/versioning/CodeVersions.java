package dev.varve.versioning;

import dev.varve.FunctionName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Current versions that the program sets and changes itself; they go before all others. */
public final class CodeVersions implements VersionSource {
  private static final String SOURCE = "code";

  private final ReentrantLock lock = new ReentrantLock();
  // Written under the lock.
  private volatile Snapshot snapshot = new Snapshot(Map.of(), null);

  CodeVersions() {}

  /**
   * Makes a version current, from the next start on.
   *
   * @throws IllegalArgumentException if the base name breaks the grammar or carries a version, or
   *     the version is negative
   */
  public void set(String base, int version) {
    FunctionName function = EntryReader.require(base, version);
    change(function.base(), new Entry(function.version(), SOURCE));
  }

  /** Leaves a base name to the other sources again. */
  public void remove(String base) {
    change(base, null);
  }

  /**
   * Sets the default version, from the next start on.
   *
   * @throws IllegalArgumentException if the version is negative
   */
  public void setDefault(int version) {
    Entry entry = new Entry(version, SOURCE);
    change(now -> entry.equals(now.defaultEntry()) ? now : new Snapshot(now.versions(), entry));
  }

  /** Leaves the default version to the other sources again. */
  public void removeDefault() {
    change(now -> now.defaultEntry() == null ? now : new Snapshot(now.versions(), null));
  }

  private void change(String base, @Nullable Entry entry) {
    change(now -> changed(now, base, entry));
  }

  private void change(UnaryOperator<Snapshot> change) {
    lock.lock();
    try {
      snapshot = change.apply(snapshot);
    } finally {
      lock.unlock();
    }
  }

  private static Snapshot changed(Snapshot now, String base, @Nullable Entry entry) {
    Map<String, Entry> versions = new TreeMap<>(now.versions());
    if (entry == null) {
      versions.remove(base);
    } else {
      versions.put(base, entry);
    }
    return versions.equals(now.versions()) ? now : new Snapshot(versions, now.defaultEntry());
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
