package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java block of the documentation is compiled; the parts of sources are run by other tests.
 */
class DocumentedSnippetsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void readme_shows_the_hello_program_as_it_is() {
    assertThat(DocumentedSnippets.javaBlocks(ROOT.resolve("README.md")))
        .contains(compiled().get("hello"));
  }

  @Test
  void every_java_block_is_a_region_of_the_samples_or_a_source_file_that_compiles(
      @TempDir Path output) throws IOException {
    Collection<String> regions = compiled().values();
    for (Path page : pages()) {
      for (String block : DocumentedSnippets.javaBlocks(page)) {
        if (DocumentedUnits.isWholeFile(block)) {
          assertThat(DocumentedUnits.problems(block, output)).describedAs(block).isEmpty();
        } else {
          assertThat(regions).describedAs("regions for %s", page).contains(block);
        }
      }
    }
  }

  @Test
  void a_source_file_that_does_not_compile_is_seen(@TempDir Path output) {
    String block = "import dev.varve.Varve;\nfinal class A { Varve varve = Varve.stop(); }";

    assertThat(DocumentedUnits.isWholeFile(block)).isTrue();
    assertThat(DocumentedUnits.problems(block, output)).hasSize(1);
  }

  @Test
  void a_block_that_is_in_no_source_is_seen(@TempDir Path directory) throws IOException {
    Path page = directory.resolve("page.md");
    Files.writeString(page, "# A\n```java\n  int notCompiled;\n```\n```sh\nls\n```\n");

    List<String> blocks = DocumentedSnippets.javaBlocks(page);

    assertThat(blocks).containsExactly("int notCompiled;");
    assertThat(compiled().values()).doesNotContainAnyElementsOf(blocks);
  }

  private static Map<String, String> compiled() {
    Map<String, String> all = new HashMap<>(DocumentedSnippets.regions(Path.of("src/main/java")));
    all.putAll(DocumentedSnippets.regions(Path.of("src/test/java")));
    return all;
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }
}
