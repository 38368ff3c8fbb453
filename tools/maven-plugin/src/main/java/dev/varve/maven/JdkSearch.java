package dev.varve.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JDK that the tool runs on, since Maven itself may run on an older one.
 *
 * @param toolchains the JDKs of the build: the one it selected, then those its user declared
 * @param maven the one that runs Maven
 * @param environment the variables of the process
 * @param folders each may hold installed JDKs
 */
record JdkSearch(
    List<Path> toolchains, Path maven, Map<String, String> environment, List<Path> folders) {
  private static final int OLDEST = 21;
  private static final Pattern JAVA_HOME =
      Pattern.compile("JAVA_HOME|JAVA_?\\d+_HOME|JAVA_HOME_\\d+\\w*");

  /** Where installers put JDKs on the usual systems. */
  static List<Path> usualFolders() {
    Path user = Path.of(System.getProperty("user.home"));
    return Stream.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/opt"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:\\Program Files\\Java"),
            Path.of("C:\\Program Files\\Eclipse Adoptium"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"),
            user.resolve(".asdf/installs/java"))
        .filter(Files::isDirectory)
        .toList();
  }

  /**
   * The JDK that was named, else the first of: the build's toolchain, declared toolchains, the JVM
   * of Maven, variables such as {@code JAVA_HOME}, the newest in the folders.
   *
   * @throws MojoExecutionException if the named folder holds no JDK 21 or newer, or if there is
   *     none
   */
  Jdk find(@Nullable Path named) throws MojoExecutionException {
    if (named != null) {
      return fitting(Stream.of(named))
          .findFirst()
          .orElseThrow(() ->
              new MojoExecutionException(
                  "'"
                      + named
                      + "' holds no JDK "
                      + OLDEST
                      + " or newer; give the folder that"
                      + " holds its file 'release' and its folder 'bin' as varve.jdkHome"));
    }
    return fitting(Stream.concat(toolchains.stream(), Stream.of(maven)))
        .findFirst()
        .or(() ->
            newest(
                environment.entrySet().stream()
                    .filter(variable -> JAVA_HOME.matcher(variable.getKey()).matches())
                    .map(variable -> Path.of(variable.getValue()))))
        .or(() -> newest(folders.stream().flatMap(JdkSearch::homes)))
        .orElseThrow(() ->
            new MojoExecutionException(
                "no JDK "
                    + OLDEST
                    + " or newer was found: not among the toolchains of this build"
                    + " "
                    + toolchains
                    + ", not in "
                    + maven
                    + ", which runs Maven, not in variables"
                    + " such as JAVA_HOME, and not below "
                    + folders
                    + ". Install one, or name its"
                    + " folder: -Dvarve.jdkHome=FOLDER"));
  }

  private static Optional<Jdk> newest(Stream<Path> homes) {
    return fitting(homes).max(Comparator.comparingInt(Jdk::feature));
  }

  private static Stream<Jdk> fitting(Stream<Path> homes) {
    return homes.flatMap(home -> Jdk.in(home).stream()).filter(jdk -> jdk.feature() >= OLDEST);
  }

  /** What lies in a folder, and on macOS the home inside of it. */
  private static Stream<Path> homes(Path folder) {
    List<Path> homes = new ArrayList<>();
    try (Stream<Path> installed = Files.list(folder)) {
      installed
          .sorted()
          .forEach(each -> {
            homes.add(each);
            homes.add(each.resolve("Contents").resolve("Home"));
          });
    } catch (IOException absentOrClosed) {
      return Stream.empty();
    }
    return homes.stream();
  }
}
