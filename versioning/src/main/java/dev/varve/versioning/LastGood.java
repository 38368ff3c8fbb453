package dev.varve.versioning;

import dev.varve.CurrentVersions.Entry;
import dev.varve.CurrentVersions.Snapshot;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good set of a source that can change, and what is wrong with its present content.
 * Content is read again only when it differs, so a broken one is logged once. Thread-safe: one
 * writer at a time under the lock, readers see a whole state.
 *
 * @param <C> content with value equality
 */
final class LastGood<C> {
  private static final Logger LOGGER = LoggerFactory.getLogger(LastGood.class);

  private record State<C>(C seen, Snapshot good, @Nullable String problem) {}

  private final String source;
  private final Function<C, Snapshot> reader;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile State<C> state;

  /**
   * Reads the first content.
   *
   * @throws InvalidVersionsException if it is broken, since nothing good came before
   */
  LastGood(String source, C first, Function<C, Snapshot> reader) {
    this.source = source;
    this.reader = reader;
    this.state = new State<>(first, reader.apply(first), null);
  }

  Snapshot snapshot() {
    return state.good();
  }

  Optional<String> problem() {
    return Optional.ofNullable(state.problem());
  }

  /** Whether content differs from what was seen last. */
  boolean isNew(C content) {
    return !content.equals(state.seen());
  }

  /** Takes content over if it differs from what was seen last, and returns what is good now. */
  Snapshot see(C content) {
    if (!isNew(content)) {
      return state.good();
    }
    lock.lock();
    try {
      if (isNew(content)) {
        state = read(content);
      }
      return state.good();
    } finally {
      lock.unlock();
    }
  }

  private State<C> read(C content) {
    State<C> before = state;
    try {
      Snapshot read = reader.apply(content);
      LOGGER.info("Current versions from {} are now {}", source, text(read));
      return new State<>(content, read.equals(before.good()) ? before.good() : read, null);
    } catch (InvalidVersionsException e) {
      String problem = e.getMessage() + "; what was read before stays: " + text(before.good());
      LOGGER.error("{}", problem);
      return new State<>(content, before.good(), problem);
    }
  }

  private static String text(Snapshot snapshot) {
    TreeMap<String, Integer> versions = new TreeMap<>();
    snapshot.versions().forEach((base, entry) -> versions.put(base, entry.version()));
    Entry byDefault = snapshot.defaultEntry();
    return byDefault == null ? versions.toString() : versions + " default " + byDefault.version();
  }
}
