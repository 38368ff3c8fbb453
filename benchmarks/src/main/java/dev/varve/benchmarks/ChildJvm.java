package dev.varve.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process with the same classes on the same JDK. */
final class ChildJvm {
  private ChildJvm() {}

  /** Starts the class's {@code main}; what it says on standard error is ours. */
  static Process start(Class<?> main, List<String> flags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The next line that the process says. */
  static String line(BufferedReader lines, String awaited) throws IOException {
    String line = lines.readLine();
    if (line == null || !line.startsWith(awaited)) {
      throw new IllegalStateException(
          "a child process was to say '" + awaited + "' and said '" + line + "'");
    }
    return line;
  }
}
