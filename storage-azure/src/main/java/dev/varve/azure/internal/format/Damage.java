package dev.varve.azure.internal.format;

import dev.varve.Names;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.HistoryFormatException;
import dev.varve.storage.StorageException;
import java.util.function.Supplier;

/**
 * What to say of rows that cannot be read, however often one tries: told from other failures by its
 * cause, a {@link HistoryFormatException}. The text never holds user data but the id.
 */
public final class Damage {
  private static final String ADVICE =
      "it is damaged or was written by a newer version: upgrade this worker, or restore"
          + " the row from a backup";

  private Damage() {}

  /** Whether the failure says that something stored cannot be read. */
  public static boolean is(StorageException failure) {
    return failure.getCause() instanceof HistoryFormatException;
  }

  static StorageException in(Row row, String what) {
    return of(
        "row '" + row.key() + "' of '" + Names.printable(row.partition()) + "'",
        "cannot be read: " + what,
        ADVICE);
  }

  /** Something is not as it has to be. */
  public static StorageException of(String where, String why, String advice) {
    HistoryFormatException cause = new HistoryFormatException(where, why, advice);
    return new StorageException(where + " " + why + "; " + advice, cause);
  }

  /** Reads the event of a row. */
  static <T> T reading(Row row, Supplier<T> event) {
    try {
      return event.get();
    } catch (HistoryFormatException e) {
      throw in(row, String.valueOf(e.getMessage()));
    }
  }
}
