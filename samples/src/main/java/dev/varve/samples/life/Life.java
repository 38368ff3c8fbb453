package dev.varve.samples.life;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Walks the life of one change and induces a bad release, each in a folder of its own. */
public final class Life {
  private Life() {}

  /**
   * Ends with 0 only if every check holds.
   *
   * @param arguments the sources of the shop, and a folder for what this makes
   */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(Path.of(arguments[0]), Path.of(arguments[1]), System.out) ? 0 : 1);
  }

  static boolean run(Path sources, Path directory, PrintStream out) throws IOException {
    Checks change = new Checks("The life of a change", out);
    Checks badRelease = new Checks("A bad release", out);
    try (Workplace work = Workplace.of(sources, directory.resolve("change"), out)) {
      change.run(() -> new Change(work, change).run());
    }
    try (Workplace work = Workplace.of(sources, directory.resolve("bad-release"), out)) {
      badRelease.run(() -> new BadRelease(work, badRelease).run());
    }
    out.print(change.table() + badRelease.table());
    return change.conclude() & badRelease.conclude();
  }
}
