package dev.varve.jdbc.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A PostgreSQL of our own with a data directory of its own, which listens on a loopback port.
 * Everything that decides about durability stays as PostgreSQL has it (fsync, full_page_writes and
 * synchronous_commit are on).
 *
 * <p>A small shell process waits for the end of its input, which comes with the end of this JVM
 * however it ends (kill -9 too), and then stops the server and deletes the data directory.
 */
final class LocalPostgres {
  static final String USER = "postgres";

  private static final int MAX_CONNECTIONS = 200;
  private static final String WHEN_THE_PARENT_IS_GONE =
      """
      trap '' HUP INT TERM
      directory=$1
      shift
      cat >/dev/null
      "$@" -D "$directory/data" -m immediate -w stop
      rm -rf "$directory"
      """;

  private final PostgresBinaries binaries;
  private final Path directory;
  private final int port;
  private final Process guard;

  private LocalPostgres(PostgresBinaries binaries, Path directory, int port, Process guard) {
    this.binaries = binaries;
    this.directory = directory;
    this.port = port;
    this.guard = guard;
  }

  /** Makes a data directory inside the given one and starts a server on it. */
  static LocalPostgres startedIn(Path parent) throws IOException {
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    Path directory = Files.createTempDirectory(parent, "postgres");
    LocalPostgres postgres =
        new LocalPostgres(binaries, directory, freePort(), guard(binaries, directory));
    postgres.initialize();
    postgres.start();
    return postgres;
  }

  int port() {
    return port;
  }

  void start() throws IOException {
    run("pg_ctl", "-l", directory.resolve("server.log").toString(), "-t", "120", "-w", "start");
  }

  void stop(String mode) throws IOException {
    run("pg_ctl", "-m", mode, "-t", "120", "-w", "stop");
  }

  /** Stops the server if it still runs and deletes everything. */
  void close() throws IOException, InterruptedException {
    guard.getOutputStream().close();
    guard.waitFor();
  }

  private void initialize() throws IOException {
    run("initdb", "-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C");
    Path settings = directory.resolve("data").resolve("postgresql.auto.conf");
    String lines =
        """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        port = %d
        max_connections = %d
        timezone = 'UTC'
        """
            .formatted(port, MAX_CONNECTIONS);
    Files.writeString(settings, lines);
  }

  private void run(String program, String... arguments) throws IOException {
    List<String> command = command(binaries.program(program));
    command.add("-D");
    command.add(directory.resolve("data").toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(directory, program, ".out");
    // To a file: a server that inherits a pipe of ours would keep it open.
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (exitCode(process) != 0) {
      throw new IOException(
          command + " failed: " + Files.readString(output, StandardCharsets.UTF_8) + log());
    }
  }

  private static int exitCode(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + process, e);
    }
  }

  private String log() throws IOException {
    Path log = directory.resolve("server.log");
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
  }

  private static Process guard(PostgresBinaries binaries, Path directory) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", WHEN_THE_PARENT_IS_GONE, "sh", directory.toString()));
    command.addAll(command(binaries.program("pg_ctl")));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own root is nobody. */
  private static List<String> command(Path program) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    return command;
  }

  /**
   * Below the ports that the system gives to outgoing connections: while the server is down, one of
   * those could take its port, or a client could even connect to itself.
   */
  private static int freePort() throws IOException {
    IOException last = new IOException("no free port");
    for (int attempt = 0; attempt < 100; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }
}
