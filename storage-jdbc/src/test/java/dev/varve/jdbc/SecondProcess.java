package dev.varve.jdbc;

import dev.varve.storage.HubStore;
import dev.varve.storage.WorkerSession;
import java.io.IOException;
import java.nio.file.Path;

/** What the tests of several processes run in the other one; ends when its input does. */
final class SecondProcess {
  private SecondProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (SqliteStorage storage = SqliteStorage.at(Path.of(arguments[0]))) {
      HubStore hub = storage.hub("orders");
      switch (arguments[1]) {
        case "own" -> own(hub);
        case "write" -> write(hub);
        default -> throw new IllegalArgumentException(arguments[1]);
      }
      while (System.in.read() >= 0) {
        // Waits to be ended or killed.
      }
    }
  }

  private static void own(HubStore hub) {
    WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
    for (int i = 0; i < 100; i++) {
      Fixtures.startOwned(hub, session, "order-" + i);
      Fixtures.commit(hub, session, "order-" + i, 2);
    }
    System.out.println("owns 100");
  }

  private static void write(HubStore hub) {
    for (int i = 0; i < 300; i++) {
      Fixtures.start(hub, Fixtures.ORDER, "child-" + i);
    }
    System.out.println("wrote 300");
  }
}
