package shop;

import dev.varve.ActivityContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The world outside: a file in which every activity notes that it ran. */
final class Journal {
  private static final Path FILE = Path.of("journal.txt");

  private Journal() {}

  static synchronized void note(ActivityContext context, String code) {
    try {
      Files.writeString(
          FILE,
          context.instanceId() + " " + code + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
