package dev.varve.azure.tools;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableServiceClient;
import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableItem;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor shows of a hub. It has nothing but the SDK, the two tables and the container of
 * large values, and follows the rules that monitors of Durable Functions follow.
 */
public final class Monitor {
  private static final int SECONDS_APART = 5;
  private static final List<String> CALLS =
      List.of("TaskScheduled", "SubOrchestrationInstanceCreated");

  private final TableServiceClient service;
  private final TableClient instances;
  private final TableClient history;
  private final BlobContainerClient large;

  /** An activity or child with what came of it. */
  public record Call(
      String type,
      String name,
      @Nullable String child,
      @Nullable String input,
      @Nullable String result,
      @Nullable String failure) {}

  public Monitor(String connectionString, String hub) {
    this(connectionString, hub, hub);
  }

  /** A monitor of a hub whose tables begin with a prefix. */
  public Monitor(String connectionString, String hub, String tables) {
    service = new TableServiceClientBuilder().connectionString(connectionString).buildClient();
    instances = service.getTableClient(tables + "Instances");
    history = service.getTableClient(tables + "History");
    large =
        new BlobServiceClientBuilder()
            .connectionString(connectionString)
            .buildClient()
            .getBlobContainerClient(hub.toLowerCase(Locale.ROOT) + "-largemessages");
  }

  /** A hub is a pair of tables. */
  public List<String> hubs() {
    List<String> names = service.listTables().stream().map(TableItem::getName).toList();
    return names.stream()
        .filter(name -> name.endsWith("Instances"))
        .map(name -> name.substring(0, name.length() - "Instances".length()))
        .filter(hub -> names.contains(hub + "History"))
        .sorted()
        .toList();
  }

  /** The row of an instance. */
  public TableEntity instance(String id) {
    return instances.getEntity(escaped(id), "");
  }

  /** The events of the current execution, in order; the row that marks checkpoints is none. */
  public List<TableEntity> events(String id) {
    return query(
            "PartitionKey eq %s and ExecutionId eq %s"
                .formatted(quoted(escaped(id)), quoted(text(instance(id), "ExecutionId"))))
        .stream()
        .filter(row -> !row.getRowKey().equals("sentinel"))
        .toList();
  }

  /** The row that marks checkpoints. */
  public TableEntity sentinel(String id) {
    return history.getEntity(escaped(id), "sentinel");
  }

  /** What the execution called: schedules, with answers found by their number. */
  public List<Call> calls(String id) {
    Map<Integer, TableEntity> answers = new TreeMap<>();
    String filter =
        "PartitionKey eq %s and ExecutionId eq %s and TaskScheduledId ge 0"
            .formatted(quoted(escaped(id)), quoted(text(instance(id), "ExecutionId")));
    for (TableEntity answer : query(filter)) {
      answers.put((Integer) answer.getProperty("TaskScheduledId"), answer);
    }
    List<Call> calls = new ArrayList<>();
    for (TableEntity event : events(id)) {
      if (CALLS.contains(text(event, "EventType"))) {
        TableEntity answer = answers.get((Integer) event.getProperty("EventId"));
        calls.add(
            new Call(
                text(event, "EventType"),
                text(event, "Name"),
                (String) event.getProperty("InstanceId"),
                value(event, "Input"),
                answer == null ? null : value(answer, "Result"),
                answer == null ? null : value(answer, "FailureDetails")));
      }
    }
    return calls;
  }

  /** Who started an instance: the history in which it stands, near the time of its creation. */
  public Optional<String> parent(String id) {
    OffsetDateTime created = (OffsetDateTime) instance(id).getProperty("CreatedTime");
    return query(
            "InstanceId eq %s and _Timestamp ge datetime'%s' and _Timestamp le datetime'%s'"
                .formatted(
                    quoted(id),
                    created.minusSeconds(SECONDS_APART).toInstant(),
                    created.plusSeconds(SECONDS_APART).toInstant()))
        .stream()
        .filter(event -> text(event, "EventType").equals("SubOrchestrationInstanceCreated"))
        .map(TableEntity::getPartitionKey)
        .findFirst();
  }

  /** A text, which may lie in a blob. */
  public @Nullable String value(TableEntity row, String column) {
    Object blob = row.getProperty(column + "BlobName");
    if (blob == null) {
      return (String) row.getProperty(column);
    }
    byte[] packed = large.getBlobClient((String) blob).downloadContent().toBytes();
    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the blobs of an instance. */
  public List<String> blobs(String id) {
    return large.listBlobs(new ListBlobsOptions().setPrefix(escaped(id) + "/"), null).stream()
        .map(BlobItem::getName)
        .toList();
  }

  private List<TableEntity> query(String filter) {
    return history.listEntities(new ListEntitiesOptions().setFilter(filter), null, null).stream()
        .sorted(
            Comparator.comparing(TableEntity::getPartitionKey)
                .thenComparing(TableEntity::getRowKey))
        .toList();
  }

  static String text(TableEntity row, String column) {
    return (String) Objects.requireNonNull(row.getProperty(column), column);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String escaped(String id) {
    return id.replace("^", "^^")
        .replace("/", "^0")
        .replace("\\", "^1")
        .replace("#", "^2")
        .replace("?", "^3");
  }
}
