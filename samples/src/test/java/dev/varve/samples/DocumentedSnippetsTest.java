package dev.varve.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every Java block of the documentation is code that is compiled here and run by other tests. */
class DocumentedSnippetsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void readme_shows_the_hello_program_as_it_is() {
    assertThat(DocumentedSnippets.javaBlocks(ROOT.resolve("README.md")))
        .contains(compiled().get("hello"));
  }

  @Test
  void every_java_block_of_the_documentation_is_a_region_of_the_samples() throws IOException {
    Map<String, String> compiled = compiled();
    for (Path page : pages()) {
      assertThat(DocumentedSnippets.javaBlocks(page))
          .describedAs("Java blocks of %s, each copied from a region of the samples", page)
          .allSatisfy(block -> assertThat(compiled.values()).contains(block));
    }
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
