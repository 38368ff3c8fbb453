package dev.varve.azure.server;

import java.io.IOException;

/** Starts an Azurite, says how to connect to it, and waits to be killed. */
final class DyingOwner {
  private DyingOwner() {}

  public static void main(String[] arguments) throws IOException {
    System.out.println(AzureServer.dedicated().connectionString());
    while (System.in.read() >= 0) {
      // Waits to be killed.
    }
  }
}
