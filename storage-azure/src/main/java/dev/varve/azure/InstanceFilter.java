package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.KeyPrefix;
import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.format.StatusWords;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Filter.Comparison;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.PageKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the table of instances a query means: roughly, for the service, which compares
 * times and texts in its own way, and exactly, here. Confined to one thread.
 */
final class InstanceFilter {
  /** How much farther than asked for the service looks in time. */
  private static final Duration ROUGHLY = Duration.ofMillis(2);

  private static final Instant FIRST_TIME = Instant.parse("1602-01-01T00:00:00Z");
  private static final Instant LAST_TIME = Instant.parse("9998-01-01T00:00:00Z");

  private final InstanceQuery query;
  private final HubTables tables;
  private final Supplier<Set<FunctionName>> whatIsServed;
  private final Optional<PageKey> position;
  private @Nullable Set<FunctionName> served;

  InstanceFilter(InstanceQuery query, HubTables tables, Supplier<Set<FunctionName>> whatIsServed) {
    this.query = query;
    this.tables = tables;
    this.whatIsServed = whatIsServed;
    this.position = query.continuation().map(PageKey::parse);
  }

  /** Where a row stands in the order of all. */
  static PageKey key(Row row) {
    return new PageKey(
        Micros.floor(InstanceRows.created(row)), KeySanitation.unescape(row.partition()));
  }

  /** What the service leaves out by itself; never a row that fits. */
  Filter narrowed() {
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.where(InstanceRows.HUB, Comparison.EQUAL, tables.hub()));
    query
        .idPrefix()
        .map(KeyPrefix::of)
        .filter(key -> !key.isEmpty())
        .ifPresent(key -> filters.add(Filter.partitions(key, RowTable.after(key))));
    query.baseName().ifPresent(base -> filters.add(ofBase(base)));
    query
        .version()
        .ifPresent(version ->
            filters.add(
                Filter.where(InstanceRows.VERSION, Comparison.EQUAL, Integer.toString(version))));
    statuses().ifPresent(filters::add);
    conditions().ifPresent(filters::add);
    query
        .parentId()
        .ifPresent(
            parent -> filters.add(Filter.where(InstanceRows.PARENT, Comparison.EQUAL, parent)));
    query.createdFrom().ifPresent(from -> addTime(filters, Comparison.AT_LEAST, from));
    query.createdTo().ifPresent(to -> addTime(filters, Comparison.AT_MOST, to));
    Comparison behind = query.newestFirst() ? Comparison.AT_MOST : Comparison.AT_LEAST;
    position.ifPresent(end -> addTime(filters, behind, Micros.instant(end.createdAt())));
    return Filter.allOf(filters);
  }

  private static Filter ofBase(String base) {
    return Filter.anyOf(
        List.of(
            Filter.where(InstanceRows.NAME, Comparison.EQUAL, base),
            Filter.where(InstanceRows.NAME, Comparison.AT_LEAST, base + "_v")
                .and(Filter.where(InstanceRows.NAME, Comparison.LESS, base + "_w"))));
  }

  private Optional<Filter> statuses() {
    if (!query.statuses().isEmpty()) {
      return Optional.of(anyStatus(query.statuses()));
    }
    // Nothing waits for a version that has ended.
    return query.conditions().equals(Set.of(InstanceCondition.WAITING_FOR_VERSION))
        ? Optional.of(
            anyStatus(
                Arrays.stream(OrchestrationRuntimeStatus.values())
                    .filter(status -> !status.isFinished())
                    .toList()))
        : Optional.empty();
  }

  private static Filter anyStatus(Collection<OrchestrationRuntimeStatus> statuses) {
    return Filter.anyOf(
        statuses.stream()
            .map(status ->
                Filter.where(InstanceRows.STATUS, Comparison.EQUAL, StatusWords.of(status)))
            .toList());
  }

  private Optional<Filter> conditions() {
    boolean onlyStored =
        !query.conditions().isEmpty()
            && !query.conditions().contains(InstanceCondition.WAITING_FOR_VERSION);
    return onlyStored
        ? Optional.of(
            Filter.anyOf(
                query.conditions().stream()
                    .map(condition ->
                        Filter.where(InstanceRows.CONDITION, Comparison.EQUAL, condition.name()))
                    .toList()))
        : Optional.empty();
  }

  private static void addTime(List<Filter> filters, Comparison comparison, Instant time) {
    if (time.isAfter(FIRST_TIME) && time.isBefore(LAST_TIME)) {
      Instant roughly =
          comparison == Comparison.AT_LEAST ? time.minus(ROUGHLY) : time.plus(ROUGHLY);
      filters.add(Filter.where(InstanceRows.CREATED, comparison, roughly));
    }
  }

  /** Whether the query means this row. */
  boolean fits(Row row) {
    PageKey key = key(row);
    FunctionName function = InstanceRows.function(row);
    return isBehind(key)
        && query.baseName().map(base -> base.equals(function.base())).orElse(true)
        && (query.version().isEmpty() || query.version().getAsInt() == function.version())
        && (query.statuses().isEmpty() || query.statuses().contains(InstanceRows.status(row)))
        && query.createdFrom().map(from -> key.createdAt() >= Micros.ceiling(from)).orElse(true)
        && query.createdTo().map(to -> key.createdAt() < Micros.ceiling(to)).orElse(true)
        && query.idPrefix().map(key.instanceId()::startsWith).orElse(true)
        && query.parentId().map(parent -> isChildOf(parent, row)).orElse(true)
        && hasTags(row)
        && hasCondition(row, function);
  }

  private boolean isBehind(PageKey key) {
    int side = position.map(key::compareTo).orElse(query.newestFirst() ? -1 : 1);
    return query.newestFirst() ? side < 0 : side > 0;
  }

  private static boolean isChildOf(String parent, Row row) {
    return row.text(InstanceRows.PARENT).equals(Optional.of(parent));
  }

  private boolean hasTags(Row row) {
    return query.tags().isEmpty()
        || InstanceRows.tags(row, tables.texts()).entrySet().containsAll(query.tags().entrySet());
  }

  private boolean hasCondition(Row row, FunctionName function) {
    Set<InstanceCondition> any = query.conditions();
    if (any.isEmpty()) {
      return true;
    }
    boolean parked =
        row.text(InstanceRows.CONDITION)
            .map(InstanceCondition::valueOf)
            .filter(any::contains)
            .isPresent();
    return parked
        || (any.contains(InstanceCondition.WAITING_FOR_VERSION)
            && !InstanceRows.status(row).isFinished()
            && !served().contains(function));
  }

  /** Asked for once per page, and only if it matters. */
  private Set<FunctionName> served() {
    Set<FunctionName> known = served;
    if (known == null) {
      known = whatIsServed.get();
      served = known;
    }
    return known;
  }
}
