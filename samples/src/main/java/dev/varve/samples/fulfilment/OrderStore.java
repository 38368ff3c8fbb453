package dev.varve.samples.fulfilment;

import dev.varve.azure.AzureAccount;
import dev.varve.azure.AzureSettings;
import dev.varve.azure.AzureStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the orders are: in the storage account whose connection string lies in the directory, or in
 * a SQLite file beside it.
 */
final class OrderStore {
  private static final String ACCOUNT = "azure-account.txt";

  private OrderStore() {}

  /** Makes an account the store of a directory. */
  static void useAccount(Path directory, String connectionString) throws IOException {
    Files.writeString(directory.resolve(ACCOUNT), connectionString);
  }

  static Storage open(Path directory) {
    Path account = directory.resolve(ACCOUNT);
    return Files.exists(account)
        ? AzureStorage.open(AzureSettings.of(AzureAccount.ofConnectionString(read(account))))
        : SqliteStorage.at(directory.resolve("orders.db"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
