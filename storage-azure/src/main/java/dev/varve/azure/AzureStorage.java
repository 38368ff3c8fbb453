package dev.varve.azure;

import dev.varve.Names;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hubs in an Azure Storage account: tables, and blobs for what is too long for a table. With a
 * tracking store, instances and histories of several hubs lie in tables they share. Thread-safe.
 *
 * <p>A commit is one transaction in the partition of its instance. What it does to other instances
 * is carried out behind it, before the commit is acknowledged, and by whoever comes next if the
 * process dies between.
 *
 * <p>The number of partitions is stored with a hub when it is created; {@link #hub} refuses to open
 * it with another one, and a hub whose name differs only in case from one that exists. A start
 * fails with an {@link InstanceOfOtherHubException} where a hub that shares the tables has an
 * instance with the same id.
 */
public final class AzureStorage implements Storage {
  private static final StorageCapabilities CAPABILITIES =
      new StorageCapabilities(
          false, true, 50 * 1024 * 1024, Duration.ofDays(365_000), false, true, false);

  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final int THREADS = 32;
  private static final String WORK = HubNames.of("Hub").work().substring("Hub".length());
  private static final String HISTORY = HubNames.of("Hub").history().substring("Hub".length());

  private final Account scheduling;
  private final Account tracking;
  private final Optional<String> trackingPrefix;
  private final AzureClock clock;
  private final HubSettings settings;
  private final int partitions;
  private final ExecutorService executor;
  private final Map<String, AzureHub> hubs = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** All in one account, which tests make. */
  AzureStorage(
      Account account,
      @Nullable InstantSource clock,
      HubSettings settings,
      int partitions,
      int threads) {
    this(account, account, Optional.empty(), clock, settings, partitions, threads);
  }

  AzureStorage(
      Account scheduling,
      Account tracking,
      Optional<String> trackingPrefix,
      @Nullable InstantSource clock,
      HubSettings settings,
      int partitions,
      int threads) {
    this.scheduling = scheduling;
    this.tracking = tracking;
    this.trackingPrefix = trackingPrefix;
    this.clock = new AzureClock(clock);
    this.settings = settings;
    this.partitions = partitions;
    this.executor = Executors.newFixedThreadPool(threads, threads());
  }

  /** A store whose sessions have a lease of 30 seconds; nothing is sent until a hub is opened. */
  public static AzureStorage open(AzureSettings settings) {
    return open(settings, LEASE);
  }

  /**
   * A store; nothing is sent until a hub is opened.
   *
   * @param lease how long a worker that stands still keeps what it holds, 1 second or more: the
   *     same for all workers of a hub
   * @throws IllegalArgumentException if the lease is shorter
   */
  public static AzureStorage open(AzureSettings settings, Duration lease) {
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new IllegalArgumentException(
          "a lease of " + lease + " is too short; use 1 second or more");
    }
    Account scheduling = Account.of(StorageAccount.of(settings.account().access()));
    Account tracking =
        settings.trackingAccount() == settings.account()
            ? scheduling
            : Account.of(StorageAccount.of(settings.trackingAccount().access()));
    return new AzureStorage(
        scheduling,
        tracking,
        settings.trackingPrefix(),
        null,
        new HubSettings(lease, settings.maxQueuePollingInterval()),
        settings.partitionCount(),
        THREADS);
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

  /**
   * {@inheritDoc}
   *
   * @throws StorageException if the hub has another number of partitions or its name in another
   *     case, or the account cannot be read or written
   */
  @Override
  public HubStore hub(String name) {
    if (closed) {
      throw new StorageException("the storage is closed; open another one", null);
    }
    return hubs.computeIfAbsent(Names.requireHub(name), this::open);
  }

  private AzureHub open(String name) {
    HubNames own = HubNames.of(name);
    HubNames names = trackingPrefix.map(own::tracked).orElse(own);
    RowTable work = scheduling.table(names.work());
    HubRow.requireSame(work, name, partitions);
    HubTables tables =
        new HubTables(
            names,
            tracking.table(names.history()),
            tracking.table(names.instances()),
            work,
            tracking.blobs(names.largeMessages()),
            partitions);
    if (trackingPrefix.isPresent()) {
      new HubList(tables.history()).add(name);
    }
    return new AzureHub(
        tables,
        scheduling.table(names.partitions()),
        session -> scheduling.queue(names.worker(session)),
        clock,
        settings,
        executor);
  }

  /**
   * {@inheritDoc}
   *
   * <p>With a tracking store these are all that have instances in it, also those whose own tables
   * lie in other accounts.
   */
  @Override
  public List<String> hubs() {
    if (trackingPrefix.isPresent()) {
      return new HubList(tracking.table(trackingPrefix.get() + HISTORY)).names();
    }
    Set<String> all = new TreeSet<>(scheduling.tables());
    return all.stream()
        .filter(table -> table.endsWith(WORK))
        .map(table -> table.substring(0, table.length() - WORK.length()))
        .filter(hub -> all.contains(hub + HISTORY))
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
