package dev.varve.versioning;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Current versions from a file that is read again and again. Only the content decides, since file
 * events do not exist everywhere and time stamps are coarse; reading a file of this size four times
 * a second costs nothing that can be measured.
 *
 * <p>Content counts once it was read twice in a row, so that a file half written in place is not
 * taken for a whole one. One thread calls {@link #check}; everybody else only reads.
 */
final class WatchedVersionFile implements VersionSource {
  private final Path file;
  private final Consumer<Snapshot> listener;
  private final LastGood<VersionFileText> lastGood;
  private final Lookout lookout;
  // Used by the thread that calls check() alone.
  private VersionFileText readBefore;

  /**
   * Reads the file once and watches nothing yet.
   *
   * @param listener told of every content taken over, on the thread that checks
   * @throws InvalidVersionsException if the file is missing or broken
   */
  WatchedVersionFile(Path file, Consumer<Snapshot> listener) {
    this(file, VersionFileText::parse, listener);
  }

  /**
   * The same with a syntax of its own.
   *
   * @param parser throws {@link InvalidVersionsException} for what is broken
   */
  WatchedVersionFile(
      Path file, Function<VersionFileText, Snapshot> parser, Consumer<Snapshot> listener) {
    this.file = file;
    this.listener = listener;
    this.lookout = new Lookout("varve-versions-" + file.getFileName(), this::check);
    this.readBefore = VersionFileText.read(file);
    this.lastGood = new LastGood<>(file.toString(), readBefore, parser);
  }

  /** Starts the thread that checks, once. */
  void start(Duration interval) {
    lookout.start(() -> interval);
  }

  /** Reads the file once, and takes the content over if it was the same the time before. */
  void check() {
    VersionFileText text = VersionFileText.read(file);
    boolean settled = text.equals(readBefore);
    readBefore = text;
    if (settled && lastGood.isNew(text)) {
      listener.accept(lastGood.see(text));
    }
  }

  @Override
  public Snapshot snapshot() {
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

  /** The thread that checks, if it was started. */
  Optional<Thread> watcher() {
    return lookout.thread();
  }
}
