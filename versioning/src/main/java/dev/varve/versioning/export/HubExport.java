package dev.varve.versioning.export;

import dev.varve.FunctionName;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.storage.HubStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The instances in flight of a hub with their histories, as a file: to be rehearsed on where the
 * store cannot be reached, such as a build server.
 *
 * <p>UTF-8, one JSON object a line; compressed by gzip if the name ends with {@code .gz}. A line
 * with the format number and the hub comes first, then a line for each instance, with a line for
 * each message in its inbox and a line for each of its turns behind it, and at last a line with the
 * number of instances, without which the file is incomplete. Events are what the store holds, so
 * the format of histories counts as well. Files of format 1 lack the inboxes. Not thread-safe.
 */
public final class HubExport {
  /** The format written, and the newest that is read; so are all before it. */
  public static final int FORMAT = 2;

  private final HubStore hub;
  private int atMost = Integer.MAX_VALUE;
  private boolean redacted;

  private HubExport(HubStore hub) {
    this.hub = hub;
  }

  /** An export of this hub, which may be in use. Nothing is written to it. */
  public static HubExport of(HubStore hub) {
    return new HubExport(hub);
  }

  /**
   * Leaves out inputs, outputs, events' and side effects' values, tags, reasons and the messages of
   * failures. Instance ids and names stay. Code that decides by values cannot be rehearsed on this.
   */
  public HubExport redacted() {
    this.redacted = true;
    return this;
  }

  /**
   * Exports so many instances of each function and version at most, the oldest; all unless set.
   *
   * @param instances 1 or more
   */
  public HubExport atMostOfEach(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException(
          instances + " instances of each are out of range; use 1 or more");
    }
    this.atMost = instances;
    return this;
  }

  /**
   * Writes the file, readable by its owner only; one that exists is replaced when the new one is
   * complete.
   *
   * @return the number of instances
   * @throws UncheckedIOException if it cannot be written
   */
  public long writeTo(Path file) {
    Path target = file.toAbsolutePath();
    try {
      Path part = Files.createTempFile(target.getParent(), ".export", suffix(target));
      try {
        long count = write(part);
        Files.move(
            part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return count;
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the export " + target + ": " + e, e);
    }
  }

  /** The part is compressed if the file is to be. */
  private static String suffix(Path target) {
    return ExportLines.isCompressed(target) ? ".gz" : ".part";
  }

  private long write(Path file) throws IOException {
    try (ExportLines.Writer lines = ExportLines.write(file)) {
      lines.header(hub.name(), hub.now(), redacted);
      long[] count = {0};
      new ActiveInstances(hub)
          .visit(
              atMost,
              instance -> {
                count[0]++;
                write(instance, lines);
              });
      lines.end(count[0]);
      return count[0];
    }
  }

  private void write(RecordedInstance instance, ExportLines.Writer lines) {
    RecordedInstance.Inbox inbox = instance.inbox().get();
    lines.instance(instance, inbox.complete());
    for (InputEvent event : inbox.events()) {
      lines.message(redacted ? Redaction.of(event) : event);
    }
    instance
        .history()
        .forEachRemaining(part -> {
          for (HistoryTurn turn : part) {
            lines.turn(redacted ? Redaction.of(turn) : turn);
          }
        });
  }

  /**
   * Opens a file.
   *
   * @throws ExportFormatException if it is no export, or of a newer format
   * @throws UncheckedIOException if it cannot be read
   */
  public static Reader open(Path file) {
    return new Reader(ExportLines.read(file));
  }

  /** A file that is read once, from its beginning to its end. Not thread-safe. */
  public static final class Reader implements AutoCloseable {
    private final ExportLines.Reader lines;

    private Reader(ExportLines.Reader lines) {
      this.lines = lines;
    }

    /** The hub it was made of. */
    public String hub() {
      return lines.hub();
    }

    /** Whether values were left out. */
    public boolean redacted() {
      return lines.redacted();
    }

    /**
     * Visits each instance in the order of the file. Its history is read while it is gone over.
     *
     * @param atMost how many of each function and version
     * @throws ExportFormatException if the file is damaged or incomplete; what was visited before
     *     is in it
     */
    public void visit(int atMost, Consumer<RecordedInstance> visitor) {
      Map<FunctionName, Integer> visited = new HashMap<>();
      while (lines.nextInstance()) {
        RecordedInstance instance = lines.instance();
        if (visited.merge(instance.function(), 1, Integer::sum) <= atMost) {
          visitor.accept(instance);
        }
      }
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
