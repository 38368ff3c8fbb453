package dev.varve.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Java blocks of a page, and the marked regions of the sample sources. */
final class DocumentedSnippets {
  private static final String BEGIN = "// snippet:";
  private static final String END = "// end";

  private DocumentedSnippets() {}

  /** The bodies of the blocks fenced as {@code java}, without indentation. */
  static List<String> javaBlocks(Path page) {
    List<String> blocks = new ArrayList<>();
    List<String> block = null;
    for (String line : lines(page)) {
      if (block == null && line.equals("```java")) {
        block = new ArrayList<>();
      } else if (block != null && line.equals("```")) {
        blocks.add(body(block));
        block = null;
      } else if (block != null) {
        block.add(line);
      }
    }
    return blocks;
  }

  /** Regions between the markers, by name, of all sources below a directory. */
  static Map<String, String> regions(Path sources) {
    Map<String, String> regions = new HashMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(f -> addRegions(f, regions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return regions;
  }

  private static void addRegions(Path source, Map<String, String> regions) {
    String name = "";
    List<String> region = new ArrayList<>();
    for (String line : lines(source)) {
      if (line.strip().startsWith(BEGIN)) {
        name = line.strip().substring(BEGIN.length());
        region.clear();
      } else if (line.strip().equals(END)) {
        if (regions.put(name, body(region)) != null) {
          throw new IllegalStateException("two snippets are called " + name);
        }
        name = "";
      } else if (!name.isEmpty()) {
        region.add(line);
      }
    }
  }

  private static String body(List<String> lines) {
    return String.join("\n", lines).stripTrailing().stripIndent().strip();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
