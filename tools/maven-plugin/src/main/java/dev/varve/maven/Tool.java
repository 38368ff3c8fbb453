package dev.varve.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;

/**
 * The command line {@code varve}, as a process of its own.
 *
 * @param jdk what it runs on
 * @param classPath the project and the tool
 * @param directory where it runs, so that relative names mean what they mean in the project
 * @param work a folder for what it prints
 */
record Tool(Jdk jdk, List<Path> classPath, Path directory, Path work) {
  private static final String MAIN = "dev.varve.cli.Main";

  /** What a run said. */
  record Answer(int exitCode, String output, String errors) {}

  /**
   * Runs one command to its end.
   *
   * @param name of the files that keep what it prints
   * @throws MojoExecutionException if it cannot be started, or the build is interrupted
   */
  Answer run(String name, List<String> command) throws MojoExecutionException {
    Path output = work.resolve(name + ".out");
    Path errors = work.resolve(name + ".err");
    try {
      Files.createDirectories(work);
      Process process =
          new ProcessBuilder(commandLine(name, command))
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      int exitCode = exitCode(process);
      return new Answer(exitCode, Files.readString(output), Files.readString(errors));
    } catch (IOException e) {
      throw new MojoExecutionException("the tool could not be run on " + jdk, e);
    }
  }

  private List<String> commandLine(String name, List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(jdk.java().toString());
    line.add("@" + classPathFile(name));
    // Drivers of databases are native code.
    line.add("--enable-native-access=ALL-UNNAMED");
    // The tool's own logging, which is quiet: the project may bring another one, and SLF4J would
    // complain of two.
    line.add("-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider");
    line.add("-Dslf4j.internal.verbosity=WARN");
    line.add("-Dstdout.encoding=UTF-8");
    line.add("-Dstderr.encoding=UTF-8");
    line.add(MAIN);
    line.addAll(command);
    return line;
  }

  /** Class paths are longer than some systems take on a command line. */
  private Path classPathFile(String name) throws IOException {
    String path =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path file = work.resolve(name + ".classpath");
    String quoted = '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return Files.writeString(file, "-cp " + quoted + "\n", nativeEncoding());
  }

  /** The launcher of the JDK reads its files in this one. */
  private static Charset nativeEncoding() {
    return Charset.forName(System.getProperty("native.encoding", StandardCharsets.UTF_8.name()));
  }

  private static int exitCode(Process process) throws MojoExecutionException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("the build was interrupted while the tool ran", e);
    }
  }
}
