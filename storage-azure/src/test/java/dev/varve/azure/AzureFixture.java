package dev.varve.azure;

import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.testing.storage.StorageFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A store in tables of its own, for every suite that is bound to it. */
final class AzureFixture implements StorageFixture {
  private static final Duration LONG_LEASE = Duration.ofHours(10_000);
  private static final AtomicLong LAST = new AtomicLong(System.nanoTime() / 1_000 % 1_000_000_000);

  private final Account account =
      ownTables(
          StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString())));

  /** A part of the account that is nobody else's. */
  static Account ownTables(StorageAccount account) {
    return new OwnTables(Account.of(account), "t" + Long.toString(LAST.incrementAndGet(), 36));
  }

  /** Leases do not run out while a test moves the clock; {@link #crash} ends them. */
  static Storage open(Account account, InstantSource clock, Duration lease) {
    return new AzureStorage(account, clock, new HubSettings(lease, Duration.ofSeconds(30)), 4, 16);
  }

  @Override
  public Storage open(InstantSource clock) {
    return open(account, clock, LONG_LEASE);
  }

  @Override
  public void crash(WorkerSession session) {
    ((AzureSession) session).abandonAsDead();
  }

  @Override
  public void close() {
    // The tables are nobody else's.
  }
}
