package dev.varve.samples.kills;

import java.util.Locale;

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
    POSTGRES,
    AZURE
  }

  Order {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new IllegalArgumentException(
          workers + " workers are out of range; use 1 to " + MOST_WORKERS);
    }
    if (zombies > 0 && (store == Store.SQLITE || workers < 2)) {
      throw new IllegalArgumentException(
          "zombies need a second worker that takes over from them, and a store with leases;"
              + " use --store postgres --workers 2, or azure");
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
      case "azure" -> Store.AZURE;
      default ->
          throw new IllegalArgumentException(
              "unknown store '" + name + "'; use sqlite, postgres or azure");
    };
  }

  /** The command that does the same again. */
  String command() {
    return "samples/run-kills --store %s --workers %d --kills %d --zombies %d --seed %d"
        .formatted(store.name().toLowerCase(Locale.ROOT), workers, kills, zombies, seed);
  }
}
