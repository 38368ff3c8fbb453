package dev.varve.testing.storage;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.InstanceQuery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A query in the making; unrestricted at first. */
final class QueryBuilder {
  private Optional<String> baseName = Optional.empty();
  private OptionalInt version = OptionalInt.empty();
  private Set<OrchestrationRuntimeStatus> statuses = Set.of();
  private Set<InstanceCondition> conditions = Set.of();
  private Optional<Instant> createdFrom = Optional.empty();
  private Optional<Instant> createdTo = Optional.empty();
  private Optional<String> idPrefix = Optional.empty();
  private Map<String, String> tags = Map.of();
  private Optional<String> parentId = Optional.empty();
  private boolean newestFirst;
  private int pageSize = 100;
  private Optional<String> continuation = Optional.empty();

  QueryBuilder baseName(String value) {
    baseName = Optional.of(value);
    return this;
  }

  QueryBuilder version(int value) {
    version = OptionalInt.of(value);
    return this;
  }

  QueryBuilder statuses(Set<OrchestrationRuntimeStatus> value) {
    statuses = value;
    return this;
  }

  QueryBuilder conditions(Set<InstanceCondition> value) {
    conditions = value;
    return this;
  }

  QueryBuilder createdFrom(Instant value) {
    createdFrom = Optional.of(value);
    return this;
  }

  QueryBuilder createdTo(Instant value) {
    createdTo = Optional.of(value);
    return this;
  }

  QueryBuilder idPrefix(String value) {
    idPrefix = Optional.of(value);
    return this;
  }

  QueryBuilder tags(Map<String, String> value) {
    tags = value;
    return this;
  }

  QueryBuilder parentId(String value) {
    parentId = Optional.of(value);
    return this;
  }

  QueryBuilder newestFirst() {
    newestFirst = true;
    return this;
  }

  QueryBuilder pageSize(int value) {
    pageSize = value;
    return this;
  }

  QueryBuilder continuation(Optional<String> value) {
    continuation = value;
    return this;
  }

  InstanceQuery build() {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }
}
