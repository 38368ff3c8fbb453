package dev.varve.samples.slots;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.Slots;
import java.nio.file.Path;

/** Where the slots of this shop are: what all its processes have in common. */
final class Shop {
  private Shop() {}

  /** Opens the store of the slot record. */
  static Storage control(Path directory) {
    return SqliteStorage.at(directory.resolve("control.db"));
  }

  /** The slots; settings name files in the same directory. */
  static Slots slots(Storage control, Path directory) {
    // snippet:slots
    return Slots.of(
        control.hub("control"), "shop", file -> SqliteStorage.at(directory.resolve(file)));
    // end
  }
}
