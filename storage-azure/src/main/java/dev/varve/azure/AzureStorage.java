package dev.varve.azure;

import dev.varve.Names;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hubs in an Azure Storage account: tables, and blobs for what is too long for a table.
 * Thread-safe.
 *
 * <p>A commit is one transaction in the partition of its instance. What it does to other instances
 * is carried out behind it, before the commit is acknowledged, and by whoever comes next if the
 * process dies between.
 */
public final class AzureStorage implements Storage {
  private static final StorageCapabilities CAPABILITIES =
      new StorageCapabilities(
          false, true, 50 * 1024 * 1024, Duration.ofDays(365_000), false, true, false);

  private final Account account;
  private final AzureClock clock;
  private final HubSettings settings;
  private final int partitions;
  private final ExecutorService executor;
  private final Map<String, AzureHub> hubs = new ConcurrentHashMap<>();
  private volatile boolean closed;

  AzureStorage(
      Account account,
      @Nullable InstantSource clock,
      HubSettings settings,
      int partitions,
      int threads) {
    this.account = account;
    this.clock = new AzureClock(clock);
    this.settings = settings;
    this.partitions = partitions;
    this.executor = Executors.newFixedThreadPool(threads, threads());
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return action -> {
      Thread thread = new Thread(action, "varve-azure-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public StorageCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public HubStore hub(String name) {
    if (closed) {
      throw new StorageException("the storage is closed; open another one", null);
    }
    return hubs.computeIfAbsent(Names.requireHub(name), this::open);
  }

  private AzureHub open(String name) {
    HubNames names = HubNames.of(name);
    HubTables tables =
        new HubTables(
            names,
            account.table(names.history()),
            account.table(names.instances()),
            account.table(names.work()),
            account.blobs(names.largeMessages()),
            partitions);
    new HubList(tables.history()).add(name);
    return new AzureHub(tables, clock, settings, executor);
  }

  @Override
  public List<String> hubs() {
    return account.tables().stream()
        .filter(table -> table.endsWith("Work"))
        .map(table -> table.substring(0, table.length() - "Work".length()))
        .sorted()
        .toList();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      hubs.values().forEach(AzureHub::close);
      executor.shutdown();
    }
  }
}
