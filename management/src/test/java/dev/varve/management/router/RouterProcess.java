package dev.varve.management.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.management.ManagementServer;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.Router;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A router with its front in a process of its own, to be killed. On its input come the words {@code
 * arm STEP} and {@code steps}; it ends with its input.
 */
public final class RouterProcess implements AutoCloseable {
  private static final String HUB = "router";
  private static final String WORD = "> ";

  private final Process process;
  private final PrintStream input;
  private final BufferedReader output;
  private final HttpCaller caller;

  private RouterProcess(Process process) throws IOException {
    this.process = process;
    this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
    this.output = process.inputReader(UTF_8);
    this.caller = new HttpCaller(Integer.parseInt(line().replace("ready ", "")));
  }

  /** Runs the router of a directory. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Steps steps = new Steps(HUB);
    try (Storage file = SqliteStorage.at(directory.resolve("store.db"))) {
      Storage storage = steps.of(file);
      try (Router router =
              Router.builder(
                      storage,
                      HUB,
                      steps.of(TinyApp.host(directory, "1.0.0", "1.0.1", "1.1.0").open()))
                  .lookEvery(Duration.ofHours(1))
                  .grace(Duration.ofHours(1))
                  .start();
          ManagementServer server = Place.serve(router, storage, settings -> settings)) {
        say("ready " + server.port());
        BufferedReader words = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = words.readLine(); line != null; line = words.readLine()) {
          if (line.startsWith("arm ")) {
            steps.arm(line.substring(4));
            say("armed");
          } else {
            say(String.join(",", steps.seen()));
          }
        }
      }
    }
  }

  /** Apart from what is logged. */
  static void say(String line) {
    System.out.println(WORD + line);
  }

  /** Starts one and waits until it takes requests. */
  static RouterProcess start(Path directory) throws IOException {
    return new RouterProcess(
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path") + File.pathSeparator + directory,
                    RouterProcess.class.getName(),
                    directory.toString()))
            .redirectError(directory.resolve("router.log").toFile())
            .start());
  }

  HttpCaller caller() {
    return caller;
  }

  /** Lets it stay at a step, such as {@code before stop 1}. */
  void arm(String step) throws IOException {
    input.println("arm " + step);
    if (!line().equals("armed")) {
      throw new IllegalStateException("it did not answer");
    }
  }

  /** The steps since it was armed. */
  List<String> steps() throws IOException {
    input.println("steps");
    return List.of(line().split(","));
  }

  /** Returns once it stays at the step that it was armed with. */
  void awaitStay() throws IOException {
    if (!line().equals("stays")) {
      throw new IllegalStateException("it says something else");
    }
  }

  /** The next line that it says, among those that it logs. */
  private String line() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(WORD)) {
        return line.substring(WORD.length());
      }
    }
    throw new IllegalStateException("the router ended by itself");
  }

  /** Ends it with SIGKILL: it gets no chance to tidy up. Returns when it is dead. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends it as its operator does. */
  void stop() {
    input.close();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
