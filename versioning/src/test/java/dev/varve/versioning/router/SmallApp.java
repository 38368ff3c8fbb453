package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.TreeMap;

/** The smallest child program: tells what it knows of its place. Needs the JDK alone. */
public final class SmallApp {
  private SmallApp() {}

  /** Runs until the host ends it. */
  public static void main(String[] arguments) throws IOException {
    AppProcess process = AppProcess.started();
    System.out.println("started with " + List.of(arguments));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] answer =
              ("%s %s %s %s %s"
                      .formatted(
                          process.app(),
                          process.version(),
                          process.hub(),
                          exchange.getRequestURI(),
                          new TreeMap<>(System.getenv()).keySet()))
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    process.reportPort(server.getAddress().getPort());
    process.awaitEnd();
    server.stop(0);
  }
}
