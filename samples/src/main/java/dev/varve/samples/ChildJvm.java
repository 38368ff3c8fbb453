package dev.varve.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of this class path in a JVM of its own, so that it can be killed. Talks in lines: one
 * request, one answer. To be used by one thread at a time.
 */
public final class ChildJvm implements AutoCloseable {
  private static final long STOP_SECONDS = 20;

  private final String name;
  private final Process process;
  private final PrintStream requests;
  private final BufferedReader answers;

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.requests = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.answers = process.inputReader(UTF_8);
  }

  /** Starts a program; what it writes to standard error goes where ours goes. */
  public static ChildJvm start(Class<?> program, String... arguments) {
    return start(
        program.getSimpleName(),
        new ProcessBuilder(
            command(System.getProperty("java.class.path"), program.getName(), arguments)));
  }

  /** The same with a program of another class path, in a folder of its own. */
  public static ChildJvm startIn(
      Path directory, String classPath, String program, String... arguments) {
    return start(
        program,
        new ProcessBuilder(command(classPath, program, arguments)).directory(directory.toFile()));
  }

  private static ChildJvm start(String name, ProcessBuilder builder) {
    try {
      return new ChildJvm(name, builder.redirectError(Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a program is run on the JDK of this one. */
  public static List<String> command(String classPath, String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED"); // SQLite is native code
    command.add("-XX:+UseSerialGC"); // starts faster
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(classPath);
    command.add(program);
    command.addAll(List.of(arguments));
    return command;
  }

  /** Sends a line and waits for the one that answers it. */
  public String ask(String request) {
    requests.println(request);
    return nextLine();
  }

  /**
   * The next line it prints.
   *
   * @throws IllegalStateException if it ended instead
   */
  public String nextLine() {
    String line = lineOrEnd();
    if (line.isEmpty()) {
      throw new IllegalStateException(name + " ended although it was not told to");
    }
    return line;
  }

  private String lineOrEnd() {
    try {
      String line = answers.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with SIGKILL: it gets no chance to tidy up. Returns when it is dead. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Stops it where it is, with all it holds, as a long pause of its machine would. */
  public void pause() {
    signal("STOP");
  }

  /** Lets a paused one go on, which knows nothing of the pause. */
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
              .redirectError(Redirect.INHERIT)
              .start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(name + " could not be sent " + signal);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " was sent " + signal, e);
    }
  }

  /** Ends its input, upon which it closes what it has open, and returns its exit code. */
  public int stop() {
    requests.close();
    return awaitExit();
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " ended", e);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
