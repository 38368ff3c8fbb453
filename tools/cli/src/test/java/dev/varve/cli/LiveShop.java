package dev.varve.cli;

import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A worker in a process of its own, on a file with orders; it ends with its input. */
final class LiveShop {
  private LiveShop() {}

  /**
   * @param arguments the file, and a directory for the build
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Build build = Build.of(Path.of(arguments[1]), Build.shop());
    ShopHub.fill(SqliteStorage.at(file), build);
    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), build)) {
      System.out.println("ready on " + worker.client().countInstances().size() + " kinds");
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
