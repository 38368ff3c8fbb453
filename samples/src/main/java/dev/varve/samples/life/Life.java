package dev.varve.samples.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.samples.Checks;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Walks the life of one change and induces a bad release, each in a folder of its own. */
public final class Life {
  private Life() {}

  /**
   * Ends with 0 only if every check holds.
   *
   * @param arguments the sources of the shop, and a folder for what this makes
   */
  public static void main(String[] arguments) {
    System.exit(run(Path.of(arguments[0]), Path.of(arguments[1]), System.out) ? 0 : 1);
  }

  static boolean run(Path sources, Path directory, PrintStream out) {
    ByteArrayOutputStream later = new ByteArrayOutputStream();
    PrintStream held = new PrintStream(later, true, UTF_8);
    Checks change = new Checks("The life of a change", out);
    Checks badRelease = new Checks("A bad release", held);
    // Beside the change, to save time, but told behind it.
    CompletableFuture<Void> beside =
        CompletableFuture.runAsync(() ->
            badRelease.run(() -> {
              Path place = directory.resolve("bad-release");
              try (Workplace work = Workplace.of(sources, place, held)) {
                new BadRelease(work, badRelease).run();
              }
            }));
    change.run(() -> {
      try (Workplace work = Workplace.of(sources, directory.resolve("change"), out)) {
        new Change(work, change).run();
      }
    });
    beside.join();
    out.print(later.toString(UTF_8) + change.table() + badRelease.table() + "\n");
    out.print(change.conclusion() + badRelease.conclusion());
    return change.allHold() && badRelease.allHold();
  }
}
