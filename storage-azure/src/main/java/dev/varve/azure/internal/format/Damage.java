package dev.varve.azure.internal.format;

import dev.varve.Names;
import dev.varve.azure.internal.table.Row;
import dev.varve.storage.StorageException;

/** What to say of rows that cannot be read. The text never holds user data but the id. */
final class Damage {
  private Damage() {}

  static StorageException in(Row row, String what) {
    return new StorageException(
        "row '"
            + row.key()
            + "' of '"
            + Names.printable(row.partition())
            + "' cannot be read: "
            + what
            + "; it is damaged or was written by a newer version: upgrade this worker, or restore"
            + " the row from a backup",
        null);
  }
}
