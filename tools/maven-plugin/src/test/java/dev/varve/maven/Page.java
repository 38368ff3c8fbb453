package dev.varve.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The page that tells of the goals, docs/maven-plugin.md. */
final class Page {
  private static final Pattern BLOCK = Pattern.compile("```\\w*\\n(.*?)\\n```", Pattern.DOTALL);

  private Page() {}

  static String text() throws IOException {
    return Files.readString(Path.of("../../docs/maven-plugin.md"));
  }

  /** The one fenced block that begins like this. */
  static String block(String beginning) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(text())
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.startsWith(beginning))
            .toList();
    if (blocks.size() != 1) {
      throw new IllegalStateException(blocks.size() + " blocks begin with " + beginning);
    }
    return blocks.get(0);
  }
}
