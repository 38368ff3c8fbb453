package dev.varve.samples.life;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/life-of-a-change.md shows. */
class LifeIT {
  private static final Path PAGE = Path.of("..", "docs", "life-of-a-change.md");
  private static final Path SOURCES = Path.of("life-of-a-change", "src");
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path directory;

  @Test
  void the_whole_life_of_a_change_and_a_bad_release_go_as_the_page_shows() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();

    boolean good = Life.run(SOURCES, directory, new PrintStream(printed, true, UTF_8));

    String output = printed.toString(UTF_8);
    assertThat(good).describedAs(output).isTrue();
    List<String> blocks =
        BLOCK.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSizeGreaterThan(8);
    assertThat(blocks).allSatisfy(block -> assertThat(stable(output)).contains(stable(block)));
  }

  /** Without what is another each time: times and digests of builds. */
  private static String stable(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z", "<time>")
        .replaceAll("[0-9a-f]{32}", "<digest>");
  }

  @Test
  void the_page_shows_the_order_as_it_is() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("```java\n" + Files.readString(SOURCES.resolve("shop/Order_v1.java")) + "```");
  }
}
