package dev.varve.azure;

import dev.varve.Names;
import dev.varve.hostjson.HostJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The settings of storage in a {@code host.json}: the section {@code storageProvider} as in version
 * 2.0, or beside the others as in version 1.x.
 */
final class StorageProvider {
  private static final String SECTION = "storageProvider";
  private static final String TYPE = "type";
  private static final String PARTITION_COUNT = "partitionCount";
  private static final String POLLING_INTERVAL = "maxQueuePollingInterval";
  private static final String TRACKING_PREFIX = "trackingStoreNamePrefix";

  /** The newer name first. */
  private static final List<String> CONNECTION =
      List.of("connectionName", "connectionStringName", "azureStorageConnectionStringName");

  private static final List<String> TRACKING_CONNECTION =
      List.of("trackingStoreConnectionName", "trackingStoreConnectionStringName");

  private static final String DEFAULT_CONNECTION = "Storage";
  private static final String AZURE_STORAGE = "AzureStorage";

  private static final String HINTS = "queues hold hints here, not work";
  private static final String TABLE_ONLY = "partitions are shared out by the partition table only";

  /** What Durable Functions knows and this store has no use for, and why. */
  private static final Map<String, String> WITHOUT_MEANING =
      Map.ofEntries(
          Map.entry("controlQueueBatchSize", HINTS),
          Map.entry("controlQueueBufferThreshold", HINTS),
          Map.entry("controlQueueVisibilityTimeout", HINTS),
          Map.entry("workItemQueueVisibilityTimeout", HINTS),
          Map.entry("queueClientMessageEncoding", HINTS),
          Map.entry("useSeparateQueueForEntityWorkItems", HINTS),
          Map.entry(
              "fetchLargeMessagesAutomatically", "large values are always read with the rest"),
          Map.entry("maxCheckpointBatchSize", "a turn is one transaction where it fits into one"),
          Map.entry("useInstanceTableEtag", "the histories guard the instances"),
          Map.entry("useTablePartitionManagement", TABLE_ONLY));

  private static final String LEGACY = "useLegacyPartitionManagement";
  private static final Pattern SPAN =
      Pattern.compile("(?:(\\d{1,3})\\.)?(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,7}))?");

  private final HostJson hostJson;
  private final AzureSettings settings;

  StorageProvider(HostJson hostJson, Connections connections) {
    this.hostJson = hostJson;
    requireKnown();
    requireAzureStorage();
    settings = read(connections);
  }

  AzureSettings settings() {
    return settings;
  }

  private AzureSettings read(Connections connections) {
    AzureSettings read = AzureSettings.of(account(connections, CONNECTION, DEFAULT_CONNECTION));
    OptionalInt partitions = hostJson.wholeNumber(path(PARTITION_COUNT));
    if (partitions.isPresent()) {
      read = read.withPartitionCount(partitions.getAsInt());
    }
    Optional<Duration> interval =
        hostJson.text(path(POLLING_INTERVAL)).map(text -> span(path(POLLING_INTERVAL), text));
    if (interval.isPresent()) {
      read = read.withMaxQueuePollingInterval(interval.get());
    }
    return withTracking(read, connections);
  }

  private AzureSettings withTracking(AzureSettings read, Connections connections) {
    Optional<String> prefix = hostJson.text(path(TRACKING_PREFIX));
    if (named(TRACKING_CONNECTION).isEmpty()) {
      prefix.ifPresent(text -> {
        throw new IllegalArgumentException(
            "'%s' is '%s', and there is no tracking store it could belong to; name its connection as %s, or leave the prefix out"
                .formatted(
                    hostJson.where(path(TRACKING_PREFIX)),
                    Names.printable(text),
                    TRACKING_CONNECTION.getFirst()));
      });
      return read;
    }
    AzureAccount store = account(connections, TRACKING_CONNECTION, DEFAULT_CONNECTION);
    return prefix.isPresent()
        ? read.withTrackingStore(store, prefix.get())
        : read.withTrackingStore(store);
  }

  private AzureAccount account(Connections connections, List<String> names, String otherwise) {
    Optional<String> path = named(names);
    String name = path.flatMap(hostJson::text).orElse(otherwise);
    return connections.account(name, hostJson.where(path.orElse(path(names.getFirst()))));
  }

  /** Where one of these names stands, if one does. */
  private Optional<String> named(List<String> names) {
    List<String> found =
        names.stream().map(this::path).filter(path -> hostJson.text(path).isPresent()).toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "'%s' and '%s' name the same connection; keep the first"
              .formatted(hostJson.where(found.get(0)), hostJson.where(found.get(1))));
    }
    return found.stream().findFirst();
  }

  /** In the section if it is there, otherwise beside it. */
  private String path(String name) {
    String inside = SECTION + "." + name;
    boolean there = contains(hostJson.names(SECTION), name);
    if (there && contains(hostJson.names(""), name)) {
      throw new IllegalArgumentException(
          "'%s' and '%s' are the same setting; keep the first"
              .formatted(hostJson.where(inside), hostJson.where(name)));
    }
    return there || !contains(hostJson.names(""), name) ? inside : name;
  }

  private static boolean contains(List<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private void requireKnown() {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(List.of(TYPE, PARTITION_COUNT, POLLING_INTERVAL, TRACKING_PREFIX, LEGACY));
    known.addAll(CONNECTION);
    known.addAll(TRACKING_CONNECTION);
    known.addAll(WITHOUT_MEANING.keySet());
    for (String name : hostJson.names(SECTION)) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "'%s' is no setting of this store; known are %s"
                .formatted(hostJson.where(SECTION + "." + name), String.join(", ", known)));
      }
    }
  }

  private void requireAzureStorage() {
    String where = SECTION + "." + TYPE;
    hostJson
        .text(where)
        .filter(type -> !type.equalsIgnoreCase(AZURE_STORAGE))
        .ifPresent(type -> {
          throw new IllegalArgumentException(
              "'%s' is '%s', which is another store; use %s, or open that store instead"
                  .formatted(hostJson.where(where), Names.printable(type), AZURE_STORAGE));
        });
  }

  /** A sentence for each setting that means nothing here. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Stream.concat(WITHOUT_MEANING.entrySet().stream(), Stream.of(Map.entry(LEGACY, TABLE_ONLY)))
        .sorted(Map.Entry.comparingByKey(String.CASE_INSENSITIVE_ORDER))
        .forEach(setting -> {
          String path = path(setting.getKey());
          if (contains(hostJson.names(SECTION), setting.getKey())
              || contains(hostJson.names(""), setting.getKey())) {
            warnings.add(
                "'%s' has no effect: %s; leave it out"
                    .formatted(hostJson.where(path), setting.getValue()));
          }
        });
    return warnings;
  }

  /** A span of time as .NET writes it: {@code hh:mm:ss}. */
  private Duration span(String path, String text) {
    Matcher matcher = SPAN.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' is '%s', no span of time; write it as hh:mm:ss, such as 00:00:10"
              .formatted(hostJson.where(path), Names.printable(text)));
    }
    String fraction = Optional.ofNullable(matcher.group(5)).orElse("0");
    return Duration.ofDays(number(matcher, 1))
        .plusHours(number(matcher, 2))
        .plusMinutes(number(matcher, 3))
        .plusSeconds(number(matcher, 4))
        .plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
  }

  private static long number(Matcher matcher, int group) {
    return Optional.ofNullable(matcher.group(group)).map(Long::parseLong).orElse(0L);
  }
}
