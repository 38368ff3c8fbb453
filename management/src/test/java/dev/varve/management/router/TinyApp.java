package dev.varve.management.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.varve.versioning.router.AppProcess;
import dev.varve.versioning.router.AppProgram;
import dev.varve.versioning.router.ChildJvmHost;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * A small app in a process of its own. It writes each POST into a journal that all share, and
 * answers with its version, the path and the headers it got. Needs the JDK alone, so it starts
 * quickly.
 */
public final class TinyApp {
  private static final String DIRECTORY = "TINY_DIRECTORY";

  private TinyApp() {}

  /** Runs until the host ends it. */
  public static void main(String[] arguments) throws IOException {
    AppProcess process = AppProcess.started();
    Path directory = Path.of(System.getenv(DIRECTORY));
    if (Files.exists(broken(directory, process.version()))) {
      System.out.println("the licence has run out");
      System.exit(3);
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, process, directory));
    server.start();
    process.reportPort(server.getAddress().getPort());
    process.awaitEnd();
    server.stop(0);
    System.exit(0);
  }

  private static void answer(HttpExchange exchange, AppProcess process, Path directory)
      throws IOException {
    String path = exchange.getRequestURI().toString();
    if (exchange.getRequestMethod().equals("POST")) {
      Files.writeString(
          journal(directory),
          process.version() + " " + path + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    StringBuilder text = new StringBuilder(process.version() + " " + path + "\n");
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> text.append(name).append('=').append(values).append('\n'));
    text.append(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] body = text.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.getResponseHeaders().set("Keep-Alive", "timeout=5");
    exchange.getResponseHeaders().set("X-Tiny", process.version());
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Path journal(Path directory) {
    return directory.resolve("journal.txt");
  }

  private static Path broken(Path directory, String version) {
    return directory.resolve("broken-" + version);
  }

  /** Keeps a version from coming up. */
  static void breakBuild(Path directory, String version) throws IOException {
    Files.createFile(broken(directory, version));
  }

  /** Lets it come up again. */
  static void repair(Path directory, String version) throws IOException {
    Files.delete(broken(directory, version));
  }

  /** Version and path of each POST that an app got. */
  static List<String> journalOf(Path directory) throws IOException {
    try {
      return Files.readAllLines(journal(directory));
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** A host of some versions of it, whose processes can be found by the directory. */
  static ChildJvmHost.Builder host(Path directory, String... versions) {
    String classPath =
        String.join(
            File.pathSeparator,
            codeOf(AppProcess.class),
            codeOf(TinyApp.class),
            directory.toString());
    AppProgram program = AppProgram.java(classPath, TinyApp.class.getName(), 16);
    ChildJvmHost.Builder host =
        ChildJvmHost.builder(directory.resolve("apps"))
            .environment(DIRECTORY, directory.toString());
    for (String version : versions) {
      host.build("shop", version, program);
    }
    return host;
  }

  private static String codeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The processes of it that live, whoever started them. */
  static List<ProcessHandle> living(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.contains(directory + " " + TinyApp.class.getName()))
                .isPresent())
        .filter(ProcessHandle::isAlive)
        .toList();
  }
}
