package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
            .filter(ProcessHandle::isAlive)
            .filter(process -> start(process).equals(parts.group(2)))
        : Optional.empty();
  }

  private static void end(ProcessHandle process, Duration patience) throws IOException {
    process.destroyForcibly();
    try {
      process.onExit().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("the process " + process.pid() + " does not end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the process " + process.pid() + " ended", e);
    }
  }
}
