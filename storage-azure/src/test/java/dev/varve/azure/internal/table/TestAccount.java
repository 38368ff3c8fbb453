package dev.varve.azure.internal.table;

import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Faults;
import java.time.Duration;
import java.util.List;

/** The account of the tests, with faults on the way to it. */
final class TestAccount {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Faults faults = Faults.ofRequests();
  private final StorageAccount account;

  TestAccount() {
    this(PATIENCE);
  }

  TestAccount(Duration deadline) {
    account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()),
            deadline,
            List.of(faults));
  }

  StorageAccount account() {
    return account;
  }

  Faults faults() {
    return faults;
  }

  /** A table that nobody else uses. */
  RowTable newTable() {
    RowTable table = account.table(AzureServer.shared().newHub());
    faults.reset();
    return table;
  }
}
