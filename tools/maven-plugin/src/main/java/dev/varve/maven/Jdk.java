package dev.varve.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An installed JDK, with a compiler.
 *
 * @param feature the number before the first dot, such as 21
 */
record Jdk(Path home, int feature) {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+).*");

  /** The JDK in this folder, or nothing if there is none. It is not started to find out. */
  static Optional<Jdk> in(Path home) {
    if (!Files.exists(home.resolve("release")) || executable(home, "javac").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .map(VERSION::matcher)
          .filter(Matcher::matches)
          .map(version -> new Jdk(home, Integer.parseInt(version.group(1))))
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  Path java() {
    return executable(home, "java").orElseThrow();
  }

  private static Optional<Path> executable(Path home, String name) {
    Path file = home.resolve("bin").resolve(name);
    Path windows = home.resolve("bin").resolve(name + ".exe");
    return Files.isExecutable(file)
        ? Optional.of(file)
        : Optional.of(windows).filter(Files::isExecutable);
  }

  @Override
  public String toString() {
    return "JDK " + feature + " in " + home;
  }
}
