package dev.varve.azure;

import com.azure.core.credential.TokenCredential;
import dev.varve.Names;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.hostjson.HostJson;
import dev.varve.hostjson.InvalidHostJsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where hubs lie in Azure Storage, and how they are looked after. Immutable.
 *
 * <p>With a tracking store the tables of instances and histories, and the blobs with their large
 * values, lie in a second account (or the same) under names that begin with a prefix; hubs that
 * share them share one list of instances. What schedules work stays per hub in the first account.
 */
public final class AzureSettings {
  /** What the tables of a tracking store begin with if nothing else is said. */
  public static final String DEFAULT_TRACKING_PREFIX = "DurableTask";

  /** The number of partitions if nothing else is said. */
  public static final int DEFAULT_PARTITION_COUNT = 4;

  /** The longest pause between two looks for work if nothing else is said. */
  public static final Duration DEFAULT_POLLING_INTERVAL = Duration.ofSeconds(30);

  private static final int MAX_PARTITIONS = 16;
  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);
  // With "Instances" behind it, a table's name has at most 63.
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,53}");
  private static final Logger LOGGER = LoggerFactory.getLogger(AzureSettings.class);

  private record TrackingStore(AzureAccount account, String prefix) {}

  private final AzureAccount account;
  private final @Nullable TrackingStore tracking;
  private final int partitionCount;
  private final Duration maxQueuePollingInterval;

  private AzureSettings(
      AzureAccount account,
      @Nullable TrackingStore tracking,
      int partitionCount,
      Duration maxQueuePollingInterval) {
    this.account = account;
    this.tracking = tracking;
    this.partitionCount = partitionCount;
    this.maxQueuePollingInterval = maxQueuePollingInterval;
  }

  /** Everything in one account. */
  public static AzureSettings of(AzureAccount account) {
    return new AzureSettings(account, null, DEFAULT_PARTITION_COUNT, DEFAULT_POLLING_INTERVAL);
  }

  /**
   * As a {@code host.json} says, in the shape of version 2.0 or 1.x. Settings that mean nothing
   * here are logged as warnings.
   *
   * @param appSettings the value of an application setting by its name, null if there is none; for
   *     example {@code System::getenv}
   * @throws InvalidHostJsonException if a value has the wrong form
   * @throws IllegalArgumentException if settings are unknown, impossible or at odds
   */
  public static AzureSettings ofHostJson(
      HostJson hostJson, Function<String, @Nullable String> appSettings) {
    return ofHostJson(hostJson, appSettings, Optional.empty());
  }

  /**
   * As a {@code host.json} says, with an identity for connections that are given as addresses or by
   * the name of an account.
   *
   * @throws InvalidHostJsonException if a value has the wrong form
   * @throws IllegalArgumentException if settings are unknown, impossible or at odds
   */
  public static AzureSettings ofHostJson(
      HostJson hostJson,
      Function<String, @Nullable String> appSettings,
      TokenCredential credential) {
    return ofHostJson(hostJson, appSettings, Optional.of(credential));
  }

  private static AzureSettings ofHostJson(
      HostJson hostJson,
      Function<String, @Nullable String> appSettings,
      Optional<TokenCredential> credential) {
    StorageProvider provider =
        new StorageProvider(hostJson, new Connections(appSettings, credential));
    provider.warnings().forEach(LOGGER::warn);
    return provider.settings();
  }

  /** Instances and histories in a tracking store with the default prefix. */
  public AzureSettings withTrackingStore(AzureAccount store) {
    return withTrackingStore(store, DEFAULT_TRACKING_PREFIX);
  }

  /**
   * Instances and histories in a tracking store.
   *
   * @param prefix 1 to 54 letters and digits, a letter first
   */
  public AzureSettings withTrackingStore(AzureAccount store, String prefix) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot begin the name of a table: use 1 to 54 letters and digits, a letter first"
              .formatted(Names.printable(prefix)));
    }
    return new AzureSettings(
        account, new TrackingStore(store, prefix), partitionCount, maxQueuePollingInterval);
  }

  /**
   * Over how many partitions a hub spreads its instances. It is stored with the hub when that is
   * created, and cannot be changed afterwards.
   *
   * @param count 1 to 16
   */
  public AzureSettings withPartitionCount(int count) {
    if (count < 1 || count > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "a hub cannot have %d partitions; use 1 to %d".formatted(count, MAX_PARTITIONS));
    }
    return new AzureSettings(account, tracking, count, maxQueuePollingInterval);
  }

  /**
   * The longest pause between two looks for work while there is none.
   *
   * @param interval 50 milliseconds to an hour
   */
  public AzureSettings withMaxQueuePollingInterval(Duration interval) {
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "work cannot be looked for every %s; use 50 milliseconds to an hour".formatted(interval));
    }
    return new AzureSettings(account, tracking, partitionCount, interval);
  }

  /** The account of the queues, and of the tables that schedule work. */
  public AzureAccount account() {
    return account;
  }

  /** The account of instances, histories and large values; the same one without tracking store. */
  public AzureAccount trackingAccount() {
    return tracking == null ? account : tracking.account();
  }

  /** What the tables of instances and histories begin with, if hubs share them. */
  public Optional<String> trackingPrefix() {
    return Optional.ofNullable(tracking).map(TrackingStore::prefix);
  }

  /** 1 to 16. */
  public int partitionCount() {
    return partitionCount;
  }

  /** 50 milliseconds to an hour. */
  public Duration maxQueuePollingInterval() {
    return maxQueuePollingInterval;
  }

  /**
   * What the tables, queues and containers of a hub are called.
   *
   * @throws IllegalArgumentException if the name breaks the grammar of hub names
   */
  HubNames names(String hub) {
    HubNames names = HubNames.of(hub);
    return tracking == null ? names : names.tracked(tracking.prefix());
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "%s, tracking in %s, %d partitions"
        .formatted(account, trackingAccount(), partitionCount);
  }
}
