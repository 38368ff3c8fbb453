package dev.varve.samples.kills;

import dev.varve.jdbc.server.PostgresServer;
import java.util.Locale;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param workers how many processes run at once
 * @param kills how often one of them is killed
 * @param zombies how often one of them is stopped for longer than its lease, and goes on
 */
record Order(Store store, int workers, int kills, int zombies, long seed) {
  private static final int MOST_WORKERS = 8;

  enum Store {
    SQLITE,
    POSTGRES
  }

  Order {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          workers + " workers are out of range; use 1 to " + MOST_WORKERS);
    }
    if (zombies > 0 && (store == Store.SQLITE || workers < 2)) {
      throw new IllegalArgumentException(
          "nobody takes over from a worker that is stopped, on SQLite or without a second worker;"
              + " use --store postgres --workers 2");
    }
  }

  static Order parse(String... arguments) {
    Store store = Store.SQLITE;
    int workers = 1;
    int kills = 200;
    int zombies = 0;
    long seed = System.nanoTime() & 0xffff_ffffL;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--store" -> store = store(arguments[i + 1]);
        case "--workers" -> workers = Integer.parseInt(arguments[i + 1]);
        case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
        case "--zombies" -> zombies = Integer.parseInt(arguments[i + 1]);
        case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    return new Order(store, workers, kills, zombies, seed);
  }

  private static Store store(String name) {
    return switch (name) {
      case "sqlite" -> Store.SQLITE;
      case "postgres" -> Store.POSTGRES;
      default ->
          throw new IllegalArgumentException(
              "unknown store '" + name + "'; use sqlite or postgres");
    };
  }

  /** The server to run on, if it takes one; to be closed. */
  Optional<PostgresServer> server() {
    return store == Store.POSTGRES
        ? Optional.of(PostgresServer.fromEnvironment().orElseGet(PostgresServer::dedicated))
        : Optional.empty();
  }

  /** The command that does the same again. */
  String command() {
    return "samples/run-kills --store %s --workers %d --kills %d --zombies %d --seed %d"
        .formatted(store.name().toLowerCase(Locale.ROOT), workers, kills, zombies, seed);
  }
}
