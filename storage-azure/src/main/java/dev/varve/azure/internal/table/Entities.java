package dev.varve.azure.internal.table;

import com.azure.data.tables.models.TableEntity;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** Between rows and the entities of the SDK. */
final class Entities {
  static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final String ETAG = "odata.etag";
  private static final String TYPE_OF = "@odata.type";
  private static final String METADATA = "odata.";

  private Entities() {}

  static Row row(TableEntity entity) {
    Map<String, Object> columns = new HashMap<>();
    entity
        .getProperties()
        .forEach((name, value) -> {
          if (value != null && isColumn(name)) {
            columns.put(name, value(value));
          }
        });
    return new Row(entity.getPartitionKey(), entity.getRowKey(), entity.getETag(), columns);
  }

  private static boolean isColumn(String name) {
    return !name.startsWith(METADATA)
        && !name.endsWith(TYPE_OF)
        && !name.equals(Filter.PARTITION)
        && !name.equals(Filter.KEY);
  }

  private static Object value(Object value) {
    return switch (value) {
      case OffsetDateTime time -> time.toInstant();
      case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
      default -> value;
    };
  }

  static TableEntity entity(String partition, Change change) {
    return switch (change) {
      case Change.Insert insert -> entity(partition, insert.key(), insert.columns());
      case Change.Put put -> entity(partition, put.key(), put.columns());
      case Change.Replace replace ->
          withEtag(entity(partition, replace.key(), replace.columns()), replace.etag());
      case Change.Merge merge ->
          withEtag(entity(partition, merge.key(), merge.columns()), merge.etag());
      case Change.Delete delete ->
          withEtag(entity(partition, delete.key(), Map.of()), delete.etag());
    };
  }

  private static TableEntity entity(String partition, String key, Map<String, Object> columns) {
    TableEntity entity = new TableEntity(partition, key);
    columns.forEach((name, value) -> {
      if (name.equals(Row.TIMESTAMP)) {
        return; // The service's own.
      }
      if (value instanceof Instant time) {
        // As text: the SDK would not write all seven digits.
        entity.addProperty(name, TIME.format(time));
        entity.addProperty(name + TYPE_OF, "Edm.DateTime");
      } else {
        entity.addProperty(name, value);
      }
    });
    return entity;
  }

  private static TableEntity withEtag(TableEntity entity, String etag) {
    return entity.addProperty(ETAG, etag);
  }
}
