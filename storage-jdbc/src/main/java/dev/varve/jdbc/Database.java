package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** What the hubs of one database share. */
record Database(
    Dialect dialect,
    StoreClock clock,
    FunctionIds functions,
    Writer writer,
    Readers readers,
    Liveness liveness) {

  /**
   * The hub of this name; created if it is new and this database may be written.
   *
   * @throws StorageException if there is none; names those there are
   */
  HubKey hub(String name) {
    if (writer != NoWriter.INSTANCE) {
      return await(new HubOperation(name));
    }
    return readers
        .read("look for a hub", reader -> Optional.ofNullable(HubOperation.read(reader, name)))
        .orElseThrow(() ->
            new StorageException(
                "there is no hub '"
                    + name
                    + "'; there are "
                    + hubs()
                    + ", and nothing is created here",
                null));
  }

  /** The names of the hubs, sorted. */
  List<String> hubs() {
    return readers.read(
        "list hubs",
        connection -> {
          List<String> names = new ArrayList<>();
          try (ResultSet row = connection.prepare("SELECT name FROM varve_hub").executeQuery()) {
            while (row.next()) {
              names.add(row.getString(1));
            }
          }
          // Sorted here, as the database may have an order of its own.
          names.sort(null);
          return names;
        });
  }

  /** Writes and waits until it is durable. */
  <T> T await(WriteOperation<T> operation) {
    CallbackOperation<?> transaction = CallbackOperation.running();
    if (transaction != null) {
      return join(transaction, operation);
    }
    try {
      return writer.submit(operation).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StorageException failure) {
        throw new StorageException(
            String.valueOf(failure.getMessage()), failure, failure.outcomeUnknown());
      }
      throw e;
    }
  }

  /** On the writer's own thread nothing can be waited for; it becomes part of the transaction. */
  private <T> T join(CallbackOperation<?> transaction, WriteOperation<T> operation) {
    try {
      return transaction.join(operation);
    } catch (SQLException e) {
      throw dialect.failure("write", e, false);
    }
  }
}
