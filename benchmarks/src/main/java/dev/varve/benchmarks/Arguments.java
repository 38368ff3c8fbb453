package dev.varve.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the command line asks for.
 *
 * @param runs how often each is measured, at least 1
 * @param scale by what sizes are multiplied, more than 0 and at most 100
 * @param directory where databases are put
 * @param json where the results are written
 * @param plot where they are drawn
 * @param profile where the measured parts are recorded
 */
record Arguments(
    List<Workload> workloads,
    List<Subject> subjects,
    int runs,
    double scale,
    Path directory,
    Optional<Path> json,
    Optional<Path> plot,
    Optional<Path> profile) {
  static final String USAGE =
      """
      Usage: benchmarks/run [OPTION...]
        --workload LIST  of %s; or all (default: W1,W2)
        --engine LIST    of %s; or all
                         (default: all but the peers, which are fetched when they are named,
                         and those on an emulator)
        --runs N         how often each is measured; the median counts (default: 3)
        --scale X        multiplies the sizes, to shrink them (default: 1)
        --dir DIRECTORY  where databases are put (default: benchmarks/target/data)
        --json FILE      where the results are written
        --plot FILE      where throughput and latency are drawn, as SVG
        --profile FILE   a JFR recording of the measured parts
        --help           this text
      """
          .formatted(Workload.choices(), Subject.choices());

  private static final int MAX_RUNS = 1_000;
  private static final double MAX_SCALE = 100;

  /**
   * @param defaultDirectory where databases are put unless told otherwise
   * @throws BadArgument if something is unknown, missing or out of range
   */
  static Arguments parse(List<String> words, Path defaultDirectory) {
    List<Workload> workloads = List.of(Workload.W1, Workload.W2);
    List<Subject> subjects = Subject.own();
    int runs = 3;
    double scale = 1;
    Path directory = defaultDirectory;
    Optional<Path> json = Optional.empty();
    Optional<Path> plot = Optional.empty();
    Optional<Path> profile = Optional.empty();
    for (int i = 0; i < words.size(); i += 2) {
      String option = words.get(i);
      requireKnown(option);
      String value = valueOf(words, i);
      switch (option) {
        case "--workload" -> workloads = list(value, Workload.all(), Workload::parse);
        case "--engine" -> subjects = list(value, Subject.all(), Subject::parse);
        case "--runs" -> runs = runs(value);
        case "--scale" -> scale = scale(value);
        case "--dir" -> directory = Path.of(value);
        case "--json" -> json = Optional.of(Path.of(value));
        case "--plot" -> plot = Optional.of(Path.of(value));
        case "--profile" -> profile = Optional.of(Path.of(value));
        default -> throw new IllegalStateException("no case for " + option);
      }
    }
    return new Arguments(workloads, subjects, runs, scale, directory, json, plot, profile);
  }

  /**
   * Creates the directory, and finds out now what would be found out after an hour of measuring.
   *
   * @throws BadArgument if a file cannot be put where it is to be
   */
  void prepare() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BadArgument("--dir '" + directory + "' cannot be created: " + e);
    }
    json.ifPresent(file -> requireParent("--json", file));
    plot.ifPresent(file -> requireParent("--plot", file));
    profile.ifPresent(file -> requireParent("--profile", file));
  }

  /** For what is fetched once; outlives the run. */
  Path downloads() {
    Path parent = directory.toAbsolutePath().getParent();
    return parent == null ? directory : parent.resolve("peers");
  }

  private static void requireParent(String option, Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
      throw new BadArgument(option + " is '" + file + "'; give a file in a directory that exists");
    }
  }

  private static void requireKnown(String option) {
    List<String> known =
        List.of(
            "--workload",
            "--engine",
            "--runs",
            "--scale",
            "--dir",
            "--json",
            "--plot",
            "--profile");
    if (!known.contains(option)) {
      throw new BadArgument(
          "unknown option '" + option + "'; choose from " + String.join(", ", known) + ", --help");
    }
  }

  private static String valueOf(List<String> words, int option) {
    if (option + 1 == words.size()) {
      throw new BadArgument("option " + words.get(option) + " needs a value behind it");
    }
    return words.get(option + 1);
  }

  private static <T> List<T> list(String value, List<T> all, Function<String, T> parse) {
    if (value.toLowerCase(Locale.ROOT).equals("all")) {
      return all;
    }
    List<T> chosen = new ArrayList<>();
    for (String word : value.split(",", -1)) {
      T parsed = parse.apply(word.strip());
      if (!chosen.contains(parsed)) {
        chosen.add(parsed);
      }
    }
    return List.copyOf(chosen);
  }

  private static int runs(String value) {
    try {
      int runs = Integer.parseInt(value);
      if (runs >= 1 && runs <= MAX_RUNS) {
        return runs;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw new BadArgument("--runs is '" + value + "'; give a whole number from 1 to " + MAX_RUNS);
  }

  private static double scale(String value) {
    try {
      double scale = Double.parseDouble(value);
      if (scale > 0 && scale <= MAX_SCALE) {
        return scale;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw new BadArgument(
        "--scale is '" + value + "'; give a number above 0 and at most " + (int) MAX_SCALE);
  }
}
