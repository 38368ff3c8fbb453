package dev.varve.azure;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Filter.Comparison;
import dev.varve.azure.internal.table.Row;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.PageKey;
import dev.varve.storage.SessionRow;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists and counts the instances of a hub.
 *
 * <p>The table has one order, that of the ids, and no index: each page and each count reads every
 * row that the service cannot leave out, at most 1,000 to a request. What the service filters by
 * itself costs time there but no transfer. A page keeps no more rows than it may hold. So a page of
 * a hub with a million instances costs a thousand requests; narrow it by id prefix where you can,
 * which is the only filter that reads less.
 *
 * <p>Thread-safe.
 */
final class AzureQueries {
  private static final Comparator<Listed> OLDEST_FIRST = Comparator.comparing(Listed::key);

  private static final Logger LOG = LoggerFactory.getLogger(AzureQueries.class);

  private final HubTables tables;
  private final Projection projection;
  private final Supplier<List<SessionRow>> sessions;

  /**
   * @param sessions the live ones, by which it is known what nobody serves
   */
  AzureQueries(HubTables tables, Projection projection, Supplier<List<SessionRow>> sessions) {
    this.tables = tables;
    this.projection = projection;
    this.sessions = sessions;
  }

  /** A row and its place in the order of all. */
  private record Listed(PageKey key, Row row) {}

  InstancePage query(InstanceQuery query) {
    InstanceFilter filter = new InstanceFilter(query, tables, this::served);
    Comparator<Listed> order = query.newestFirst() ? OLDEST_FIRST.reversed() : OLDEST_FIRST;
    PriorityQueue<Listed> first = new PriorityQueue<>(order.reversed());
    tables
        .instances()
        .scan(
            filter.narrowed(),
            List.of(),
            rows -> {
              for (Row row : rows) {
                if (readable(row, filter::fits).orElse(false)) {
                  first.add(new Listed(InstanceFilter.key(row), row));
                  if (first.size() > query.pageSize() + 1) {
                    first.poll();
                  }
                }
              }
              return true;
            });
    return page(first.stream().sorted(order).toList(), query.pageSize());
  }

  private InstancePage page(List<Listed> found, int size) {
    List<InstanceRow> page =
        found.stream()
            .limit(size)
            .flatMap(listed ->
                readable(listed.row(), row -> InstanceRows.decode(row, tables.texts())).stream())
            .toList();
    return new InstancePage(
        page,
        found.size() > size ? Optional.of(found.get(size - 1).key().text()) : Optional.empty());
  }

  private Set<FunctionName> served() {
    return sessions.get().stream()
        .flatMap(session -> session.descriptor().orchestrators().stream())
        .collect(Collectors.toSet());
  }

  /**
   * What a row says. One that cannot be read does not stand in the way of the others: it is written
   * anew by what the instance itself says, for the next who asks.
   */
  private <T> Optional<T> readable(Row row, Function<Row, T> reading) {
    try {
      return Optional.of(reading.apply(row));
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      LOG.warn(
          "an instance is left out of a list, and its row is written anew: {}", e.getMessage());
      Behind.tidy("mending a row", () -> projection.mend(row));
      return Optional.empty();
    }
  }

  List<InstanceCount> counts() {
    Map<FunctionName, Map<OrchestrationRuntimeStatus, Count>> counts = new TreeMap<>();
    Filter ofHub = Filter.where(InstanceRows.HUB, Comparison.EQUAL, tables.hub());
    tables
        .instances()
        .scan(
            ofHub,
            InstanceRows.COUNTED,
            rows -> {
              for (Row row : rows) {
                readable(row, InstanceRows::function)
                    .ifPresent(function ->
                        readable(row, InstanceRows::status)
                            .ifPresent(status ->
                                counts
                                    .computeIfAbsent(
                                        function,
                                        name -> new EnumMap<>(OrchestrationRuntimeStatus.class))
                                    .merge(status, Count.of(row), Count::plus)));
              }
              return true;
            });
    List<InstanceCount> list = new ArrayList<>();
    counts.forEach((function, byStatus) ->
        byStatus.forEach((status, count) ->
            list.add(new InstanceCount(function, status, count.all(), count.parked()))));
    return list;
  }

  private record Count(long all, long parked) {
    static Count of(Row row) {
      return new Count(1, row.text(InstanceRows.CONDITION).isPresent() ? 1 : 0);
    }

    Count plus(Count other) {
      return new Count(all + other.all, parked + other.parked);
    }
  }
}
