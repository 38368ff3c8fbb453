package dev.varve.versioning.router;

import dev.varve.storage.InstanceCount;
import dev.varve.storage.Storage;
import java.util.ArrayList;
import java.util.List;

/** Which apps have nothing to do. Thread-safe. */
final class Idleness {
  private final Storage storage;
  private final Table table;
  private final Traffic traffic;

  Idleness(Storage storage, Table table, Traffic traffic) {
    this.storage = storage;
    this.table = table;
    this.traffic = traffic;
  }

  /** How many instances of a hub have not ended, waiting and suspended ones among them. */
  long active(String hub) {
    return storage.hub(hub).counts().stream()
        .filter(count -> !count.status().isFinished())
        .mapToLong(InstanceCount::count)
        .sum();
  }

  /** The apps that could be removed by hand now: without work, on no way, and not current. */
  List<AppKey> removable() {
    List<AppKey> removable = new ArrayList<>();
    for (Row row : table.all()) {
      if (row.state() == AppState.RUNNING
          && !table.isCurrent(row.key())
          && !traffic.isBusy(row.key())
          && active(row.key().hub()) == 0) {
        removable.add(row.key());
      }
    }
    return removable;
  }
}
