package dev.varve.jdbc.server;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a server, says its port, and waits to be killed. */
final class DyingOwner {
  private DyingOwner() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(PostgresServer.dedicated(Path.of(arguments[0])).port());
    while (System.in.read() >= 0) {
      // Waits to be killed.
    }
  }
}
