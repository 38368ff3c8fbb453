package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * What a program that is started by {@link ChildJvmHost} knows of its place, and how it talks to
 * the host. It needs the JDK alone.
 *
 * <pre>{@code
 * AppProcess process = AppProcess.started();
 * HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
 * // contexts, among them one for /health that answers 200; an engine on process.hub()
 * server.start();
 * process.reportPort(server.getAddress().getPort());
 * process.awaitEnd();
 * server.stop(1);
 * }</pre>
 *
 * <p>The host ends a program by ending its standard input, and so does its own death, however
 * sudden. A program must not outlive that: then no orphan works on a hub of others.
 */
public final class AppProcess {
  static final String APP = "VARVE_APP";
  static final String VERSION = "VARVE_APP_VERSION";
  static final String HUB = "VARVE_APP_HUB";
  static final String PORT_FILE = "VARVE_APP_PORT_FILE";

  private final Map<String, String> environment;
  private final InputStream input;

  AppProcess(Map<String, String> environment, InputStream input) {
    this.environment = Map.copyOf(environment);
    this.input = input;
  }

  /**
   * This process.
   *
   * @throws IllegalStateException if it was not started by a host
   */
  public static AppProcess started() {
    AppProcess process = new AppProcess(System.getenv(), System.in);
    process.hub();
    return process;
  }

  /** The name of the app. */
  public String app() {
    return setting(APP);
  }

  /** Its version, as in {@code 1.0.2}. */
  public String version() {
    return setting(VERSION);
  }

  /** The hub it works on. */
  public String hub() {
    return setting(HUB);
  }

  /**
   * Tells the host which port of the loopback address this process listens on.
   *
   * @param port 1 to 65535
   */
  public void reportPort(int port) {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("the port " + port + " is out of range");
    }
    Path file = Path.of(setting(PORT_FILE));
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    try {
      Files.writeString(draft, Integer.toString(port), UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("the port cannot be reported in " + file, e);
    }
  }

  /** Returns when the host wants this process to end, or is gone. Then close all and return. */
  public void awaitEnd() {
    try {
      while (input.read() >= 0) {
        // Nothing is said there; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe is an end as well.
    }
  }

  private String setting(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new IllegalStateException(
          name + " is not set; this program is to be started by a ChildJvmHost");
    }
    return value;
  }
}
