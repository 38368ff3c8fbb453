package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/specification.md to the tests that exist. */
final class SpecificationTest {
  private static final String ID = "(?:[VTBMSR]|SEC)\\d+";
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| (" + ID + ") \\| .+ \\| (shown|in part|not yet) \\| (.*)\\|$", Pattern.MULTILINE);
  private static final Pattern LISTED = Pattern.compile("`(" + ID + "_\\w+)`");
  private static final Pattern WRITTEN =
      Pattern.compile("@\\w+(?:\\([^)]*\\))?\\s+void (" + ID + "_\\w+)\\(");

  /** One at the beginning of a name, which may begin with several. */
  private static final Pattern LEADING = Pattern.compile("\\G(" + ID + ")_");

  private final Path root = root();

  /** One promise of the page. */
  private record Promise(String id, boolean built, SortedSet<String> tests) {}

  @Test
  void the_page_has_each_promise_once() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int number = 1; number <= 16; number++) {
      expected.add("V" + number);
    }
    expected.addAll(List.of("B1", "B2", "B3", "B4", "B9"));
    for (int number = 1; number <= 9; number++) {
      expected.add("M" + number);
    }
    for (int number = 1; number <= 8; number++) {
      expected.add("T" + number);
    }
    for (int number = 1; number <= 11; number++) {
      expected.add("S" + number);
    }
    for (int number = 1; number <= 12; number++) {
      expected.add("R" + number);
    }
    for (int number : List.of(1, 2, 5, 6, 7, 9, 10, 11, 13, 14, 15)) {
      expected.add("SEC" + number);
    }
    assertThat(promises()).extracting(Promise::id).isEqualTo(expected);
  }

  @Test
  void every_promise_that_is_built_has_tests_and_lists_exactly_them() throws IOException {
    Map<String, SortedSet<String>> written = written();
    assertThat(promises())
        .anyMatch(Promise::built)
        .allSatisfy(promise -> {
          SortedSet<String> tests = written.getOrDefault(promise.id(), new TreeSet<>());
          assertThat(promise.tests()).as("tests listed for %s", promise.id()).isEqualTo(tests);
          assertThat(!tests.isEmpty()).as("%s has tests", promise.id()).isEqualTo(promise.built());
        });
  }

  private List<Promise> promises() throws IOException {
    return ROW.matcher(Files.readString(root.resolve("docs/specification.md")))
        .results()
        .map(row ->
            new Promise(row.group(1), !row.group(2).equals("not yet"), names(LISTED, row.group(3))))
        .toList();
  }

  private Map<String, SortedSet<String>> written() throws IOException {
    Map<String, SortedSet<String>> written = new TreeMap<>();
    for (Path source : sources()) {
      for (String name : names(WRITTEN, Files.readString(source))) {
        for (String id : names(LEADING, name)) {
          written.computeIfAbsent(id, key -> new TreeSet<>()).add(name);
        }
      }
    }
    return written;
  }

  private List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    // Modules lie in the root, or one folder below it, as those in tools do.
    try (Stream<Path> modules = Files.walk(root, 2)) {
      for (Path module : modules.filter(path -> Files.exists(path.resolve("pom.xml"))).toList()) {
        addSources(module.resolve("src"), sources);
      }
    }
    return sources;
  }

  private static void addSources(Path directory, List<Path> sources) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
    }
  }

  private static SortedSet<String> names(Pattern pattern, String text) {
    SortedSet<String> names = new TreeSet<>();
    pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).forEach(names::add);
    return names;
  }

  /** The nearest directory above that holds the page. */
  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("docs/specification.md"))) {
      directory = directory.getParent();
      assertThat(directory).as("a directory above that has docs/specification.md").isNotNull();
    }
    return directory;
  }
}
