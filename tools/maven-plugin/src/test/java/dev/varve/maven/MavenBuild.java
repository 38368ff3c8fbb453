package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A copy of one of the projects, and builds of it with the Maven and the JDK that run this one. */
final class MavenBuild {
  private static final Pattern VERSION = Pattern.compile("@([\\w-]+)@");

  private final MavenRepository repository;
  private final Path directory;

  /** How a build ended, and all it printed. */
  record Result(int exitCode, String log) {
    Result succeeds() {
      assertThat(exitCode).describedAs(log).isZero();
      return this;
    }

    Result fails() {
      assertThat(exitCode).describedAs(log).isNotZero();
      return this;
    }

    /** One or more lines, as they are without what Maven puts before each. */
    Result says(String text) {
      assertThat(log.replaceAll("(?m)^\\[[A-Z]+] ", "")).contains(text);
      return this;
    }
  }

  private MavenBuild(MavenRepository repository, Path directory) {
    this.repository = repository;
    this.directory = directory;
  }

  static MavenBuild of(String project, Path directory) throws IOException {
    MavenBuild build = new MavenBuild(new MavenRepository(), directory);
    Path original = Path.of("src", "test", "projects", project);
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(original.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, build.withVersions(Files.readString(file)));
      }
    }
    return build;
  }

  private String withVersions(String text) throws IOException {
    StringBuilder out = new StringBuilder();
    Matcher version = VERSION.matcher(text);
    while (version.find()) {
      version.appendReplacement(
          out,
          switch (version.group(1)) {
            case "varve" -> System.getProperty("outer.version");
            case "junit" -> System.getProperty("outer.junit");
            default -> repository.pluginVersion(version.group(1));
          });
    }
    return version.appendTail(out).toString();
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  String read(String name) throws IOException {
    return Files.readString(file(name));
  }

  /** Edits a file, which must have the text. */
  void edit(String name, String text, String replacement) throws IOException {
    assertThat(read(name)).contains(text);
    Files.writeString(file(name), read(name).replace(text, replacement));
  }

  Result maven(String... arguments) throws IOException, InterruptedException {
    String home = System.getProperty("outer.maven");
    boolean isWindows = System.getProperty("os.name").startsWith("Windows");
    List<String> command = new ArrayList<>();
    command.add(Path.of(home, "bin", isWindows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-Dstyle.color=never"));
    command.addAll(List.of("-s", repository.settings().toString()));
    command.add("-Dmaven.repo.local=" + repository.directory());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile(directory, "maven", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("outer.java"));
    environment.merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (given, more) -> given + " " + more);
    environment.remove("MAVEN_ARGS");
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).describedAs("Maven ends").isTrue();
    return new Result(process.exitValue(), Files.readString(log));
  }
}
