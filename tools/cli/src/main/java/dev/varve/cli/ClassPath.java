package dev.varve.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class path as it is written on the command line. */
final class ClassPath {
  private ClassPath() {}

  /**
   * The jars and folders, in order.
   *
   * @param given each one or more, separated as Java separates them, {@code DIR/*} for all jars in
   *     a folder; without any, those of this JVM
   * @throws WrongUsageException if one does not exist
   */
  static List<Path> of(List<String> given) {
    return given.isEmpty()
        ? split(System.getProperty("java.class.path")).map(Path::of).filter(Files::exists).toList()
        : given.stream().flatMap(ClassPath::split).flatMap(ClassPath::existing).toList();
  }

  private static Stream<String> split(String path) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator), -1))
        .filter(part -> !part.isEmpty());
  }

  private static Stream<Path> existing(String part) {
    if (part.endsWith("/*") || part.endsWith(File.separator + "*")) {
      return jarsIn(Path.of(part.substring(0, part.length() - 1)));
    }
    Path path = Path.of(part);
    if (!Files.exists(path)) {
      throw new WrongUsageException(
          "'" + part + "' on the class path does not exist; give jars and folders that do");
    }
    return Stream.of(path);
  }

  private static Stream<Path> jarsIn(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
    } catch (IOException e) {
      throw new WrongUsageException(
          "the folder '" + directory + "' on the class path cannot be read: " + e, e);
    }
  }
}
