package dev.varve.versioning.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the output of a child, up to a size; what comes later is read and dropped. */
final class ChildLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");
  private static final int MAX_BYTES = 10 * 1024 * 1024;
  private static final int BUFFER = 8_192;

  private ChildLog() {}

  /** Reads until the child ends, on a thread of its own, so that it never waits for a reader. */
  static void keep(Process process, Path file, AppRun run) {
    Thread.ofVirtual()
        .name("varve-router-log-" + run.id())
        .start(() -> {
          try (InputStream output = process.getInputStream();
              OutputStream log = Files.newOutputStream(file)) {
            copy(output, log);
          } catch (IOException e) {
            LOG.debug("the output of {} ended", run, e);
          }
        });
  }

  private static void copy(InputStream output, OutputStream log) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int room = MAX_BYTES;
    for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
      int kept = Math.min(read, room);
      log.write(buffer, 0, kept);
      room -= kept;
    }
  }
}
