package dev.varve.benchmarks.peers;

import dev.varve.benchmarks.PeerSite;
import dev.varve.benchmarks.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Restate's server: fetched once as a package of npm, and run as a process with data of its own.
 */
final class RestateServer implements AutoCloseable {
  static final String VERSION = "1.7.12";

  /** Its default, 24, is for more than two cores. */
  static final int PARTITIONS = Integer.getInteger("varve.benchmarks.restate.partitions", 4);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What bounds the workloads otherwise: 500 at once, each with a child, and 1,000 awaited at once.
   */
  private static final String SETTINGS =
      """
      default-num-partitions = %d
      disable-telemetry = true
      listen-mode = "tcp"
      bind-ip = "127.0.0.1"
      advertised-host = "127.0.0.1"
      node-name = "benchmark"
      log-filter = "error"
      bind-port = %d
      base-dir = "%s"

      [ingress]
      bind-port = %d

      [admin]
      bind-port = %d

      [worker.invoker]
      concurrent-invocations-limit = 10000
      max-awaited-future-depth = 10000
      """;

  /** The end of its input comes with the end of this process, however that ends. */
  private static final String UNTIL_THE_PARENT_IS_GONE =
      """
      trap '' HUP INT TERM
      "$@" </dev/null &
      server=$!
      cat >/dev/null
      kill $server
      wait $server
      """;

  private final Process process;
  private final int ingress;
  private final int admin;
  private final HttpClient http = HttpClient.newHttpClient();

  private RestateServer(Process process, int ingress, int admin) {
    this.process = process;
    this.ingress = ingress;
    this.admin = admin;
  }

  static RestateServer start(PeerSite site) throws Exception {
    Path program = program(site.downloads());
    int ingress = freePort();
    int admin = freePort();
    Path settings = site.directory().resolve("restate.toml");
    Path data = site.directory().resolve("restate-data");
    Files.writeString(settings, SETTINGS.formatted(PARTITIONS, freePort(), data, ingress, admin));
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                UNTIL_THE_PARENT_IS_GONE,
                "sh",
                program.toString(),
                "--no-logo",
                "--config-file",
                settings.toString())
            .directory(site.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(site.directory().resolve("restate.log").toFile())
            .start();
    RestateServer server = new RestateServer(process, ingress, admin);
    server.awaitHealth(site.directory().resolve("restate.log"));
    return server;
  }

  String ingress() {
    return "http://127.0.0.1:" + ingress;
  }

  /** Tells the server where the services are. */
  void register(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + "/deployments"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"uri\":\"http://127.0.0.1:" + port + "\"}"))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the services were not registered: " + answer.body());
    }
  }

  private void awaitHealth(Path log) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!healthy("http://127.0.0.1:" + admin + "/health")
        || !healthy(ingress() + "/restate/health")) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        close();
        throw new Unavailable("the server of Restate did not start: " + Files.readString(log));
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private boolean healthy(String url) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path program(Path downloads) throws Exception {
    Path home = downloads.resolve("restate-" + VERSION);
    Path program =
        home.resolve(
            "node_modules/@restatedev/restate-server-" + platform() + "/bin/restate-server");
    if (!Files.isExecutable(program)) {
      install(Files.createDirectories(home));
    }
    if (!Files.isExecutable(program)) {
      throw new Unavailable("the package of Restate's server has no program for " + platform());
    }
    return program;
  }

  private static void install(Path home) throws InterruptedException {
    List<String> command =
        List.of(
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--prefix",
            home.toString(),
            "@restatedev/restate-server@" + VERSION);
    try {
      Process npm =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("npm.log").toFile())
              .start();
      if (npm.waitFor() != 0) {
        throw new Unavailable(
            "npm cannot install Restate's server: " + Files.readString(home.resolve("npm.log")));
      }
    } catch (IOException e) {
      throw new Unavailable("npm, which installs Restate's server, cannot be run: " + e, e);
    }
  }

  private static String platform() {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return (mac ? "darwin" : "linux") + (arm ? "-arm64" : "-x64");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends the server and waits for it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
