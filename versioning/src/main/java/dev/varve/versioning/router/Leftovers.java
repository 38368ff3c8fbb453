package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes that a host before this one started and did not see end. */
final class Leftovers {
  static final String PROCESS = ".pid";

  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}) (\\S{1,40})");

  private static final long LOOK_AGAIN_NANOS = 10_000_000;

  private Leftovers() {}

  /** A process id alone is not enough: it is given again. */
  static String describe(ProcessHandle process) {
    return process.pid() + " " + start(process);
  }

  private static String start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  /** Ends what still runs, and deletes the files that tell of it. */
  static void end(Path root, Duration patience) throws IOException {
    List<Path> files;
    try (Stream<Path> found =
        Files.find(
            root,
            2,
            (path, attributes) ->
                attributes.isRegularFile() && path.toString().endsWith(PROCESS))) {
      files = found.toList();
    }
    for (Path file : files) {
      Optional<ProcessHandle> process = process(Files.readString(file, UTF_8));
      if (process.isPresent()) {
        LOG.warn("the process {} was left by an earlier host; it is ended", process.get().pid());
        end(process.get(), patience);
      }
      Files.delete(file);
    }
  }

  private static Optional<ProcessHandle> process(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? ProcessHandle.of(Long.parseLong(parts.group(1)))
            .filter(Leftovers::runs)
            .filter(process -> start(process).equals(parts.group(2)))
        : Optional.empty();
  }

  /**
   * One that has ended and that nobody has asked for its end, a zombie, has no program any more.
   */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }

  private static void end(ProcessHandle process, Duration patience) throws IOException {
    process.destroyForcibly();
    long deadline = System.nanoTime() + patience.toNanos();
    while (runs(process)) {
      if (System.nanoTime() - deadline > 0) {
        throw new IOException("the process " + process.pid() + " does not end");
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the process " + process.pid() + " ended");
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }
}
