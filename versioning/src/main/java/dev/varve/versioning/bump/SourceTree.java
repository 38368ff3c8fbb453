package dev.varve.versioning.bump;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the code is.
 *
 * @param sources roots of the Java files that are read and changed, at least one
 * @param tests roots of Java files that use the code; they are compiled with it, never changed, and
 *     do not make a helper a shared one
 * @param classPath what the code is compiled against; without it, what depends on other code than
 *     these roots is not resolved, and the result is parsed but not compiled
 * @param encoding of all Java and configuration files
 */
public record SourceTree(
    List<Path> sources, List<Path> tests, List<Path> classPath, Charset encoding) {
  /**
   * @throws IllegalArgumentException if there is no root
   */
  public SourceTree {
    sources = List.copyOf(sources);
    tests = List.copyOf(tests);
    classPath = List.copyOf(classPath);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException(
          "no source root was given; give at least one, such as src/main/java");
    }
  }

  /** These roots in UTF-8, no tests, no class path. */
  public static SourceTree of(Path... roots) {
    return new SourceTree(List.of(roots), List.of(), List.of(), StandardCharsets.UTF_8);
  }

  public SourceTree withTests(List<Path> roots) {
    return new SourceTree(sources, roots, classPath, encoding);
  }

  public SourceTree withClassPath(List<Path> path) {
    return new SourceTree(sources, tests, path, encoding);
  }

  public SourceTree withEncoding(Charset charset) {
    return new SourceTree(sources, tests, classPath, charset);
  }
}
