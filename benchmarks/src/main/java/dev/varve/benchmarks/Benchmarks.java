package dev.varve.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The command: measures what it is asked for, and shows a table on standard output. */
public final class Benchmarks {
  private static final int BAD_ARGUMENT = 2;
  private static final Path DIRECTORY =
      Path.of(System.getProperty("varve.benchmarks.root", "."), "benchmarks", "target", "data");

  private Benchmarks() {}

  /** Runs the command; ends the process with 0, or with 2 if it cannot be understood. */
  public static void main(String[] words) throws Exception {
    System.exit(run(List.of(words), System.out, System.err));
  }

  static int run(List<String> words, PrintStream out, PrintStream err) throws Exception {
    if (words.contains("--help")) {
      out.print(Arguments.USAGE);
      return 0;
    }
    Arguments arguments;
    try {
      arguments = Arguments.parse(words, DIRECTORY);
      arguments.prepare();
    } catch (BadArgument e) {
      err.println("benchmarks: " + e.getMessage());
      return BAD_ARGUMENT;
    }
    Report report = Session.measure(arguments);
    arguments.json().ifPresent(file -> ReportJson.write(report, file));
    arguments.plot().ifPresent(file -> Plot.write(report, file));
    out.print(Markdown.of(report, Targets.ALL));
    return 0;
  }
}
