package dev.varve.versioning;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Current versions from the records of a hub, read again and again by a thread of its own: a start
 * asks memory. One thread calls {@link #look}; everybody else only reads.
 */
final class HubRecordVersions implements VersionSource {
  /** While starts ask. A start uses what was true a second ago. */
  private static final Duration ASKED = Duration.ofSeconds(1);

  /** While nobody asks. Not longer, since the next start must not use what is older. */
  private static final Duration UNASKED = Duration.ofSeconds(2);

  /** A connection lost once is no news: the store mends that by itself. */
  private static final int FAILURES_TOLERATED = 1;

  /**
   * What was found in the records, or why they could not be read.
   *
   * @param values by base name; empty if there is a problem
   */
  private record Found(Map<String, String> values, @Nullable String problem) {}

  private final Supplier<Map<String, String>> records;
  private final LastGood<Found> lastGood;
  private final Lookout lookout;
  // Set by whoever asks, cleared by the thread that looks.
  private volatile boolean asked;
  // Used by the thread that calls look() alone.
  private int failures;

  /**
   * Reads the records once and looks no further yet.
   *
   * @param records reads them; fails if the store is away
   * @throws InvalidVersionsException if one is broken
   */
  HubRecordVersions(String hub, Supplier<Map<String, String>> records) {
    this.records = records;
    this.lookout = new Lookout("varve-versions-hub-" + hub, this::look);
    this.lastGood =
        new LastGood<>(
            VersionRecords.source(hub), new Found(records.get(), null), found -> parse(hub, found));
  }

  private static Snapshot parse(String hub, Found found) {
    if (found.problem() != null) {
      throw new InvalidVersionsException(VersionRecords.source(hub), found.problem());
    }
    return VersionRecords.parse(hub, found.values());
  }

  /** Starts the thread that looks, once. */
  void start() {
    lookout.start(this::pause);
  }

  /** How long to wait for the next look. */
  Duration pause() {
    boolean busy = asked;
    asked = false;
    return busy ? ASKED : UNASKED;
  }

  /** Reads the records once. */
  void look() {
    Found found;
    try {
      found = new Found(records.get(), null);
      failures = 0;
    } catch (RuntimeException e) {
      failures++;
      if (failures != FAILURES_TOLERATED + 1) {
        return; // too early to tell, or told before
      }
      found =
          new Found(Map.of(), "reading them failed with " + e + "; make the store reachable again");
    }
    lastGood.see(found);
  }

  @Override
  public Snapshot snapshot() {
    if (!asked) {
      asked = true;
    }
    return lastGood.snapshot();
  }

  @Override
  public Optional<String> problem() {
    return lastGood.problem();
  }

  @Override
  public void close() {
    lookout.close();
  }

  /** The thread that looks, if it was started. */
  Optional<Thread> thread() {
    return lookout.thread();
  }
}
