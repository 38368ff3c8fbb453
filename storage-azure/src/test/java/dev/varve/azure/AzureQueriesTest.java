package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.SessionRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries against rows that are in the table; what the suite of all stores asks is not repeated.
 */
class AzureQueriesTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final List<FunctionName> FUNCTIONS =
      Stream.of("Order", "Order_v1", "Order_v2", "Order_v10", "OrderX_v1", "Ord_v1", "order_v1")
          .map(FunctionName::parse)
          .toList();
  private static final List<String> PREFIXES =
      List.of("a", "a/", "a'", "A", "~", "\u00fc", "\ud83d\ude00", "50%", "50_", "\uffee");
  private static final FunctionName SERVED = FunctionName.parse("Order_v1");

  private final StorageAccount account =
      StorageAccount.of(
          new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()));
  private final String prefix = AzureServer.shared().newHub();
  private final HubTables orders = tables("Orders");
  private final HubTables billing = tables("Billing");

  /** Both hubs keep their instances in the same tables. */
  private HubTables tables(String hub) {
    HubNames names = HubNames.of(hub).tracked(prefix);
    return new HubTables(
        names,
        account.table(names.history()),
        account.table(names.instances()),
        account.table(prefix + "Work"),
        account.blobs(prefix + "-largemessages"),
        4);
  }

  private static AzureQueries queries(HubTables tables) {
    SessionDescriptor descriptor =
        new SessionDescriptor("w", Set.of(SERVED), Set.of(), "build", Set.of(1));
    Projection projection = new Projection(tables, new InstanceReader(tables));
    return new AzureQueries(
        tables, projection, () -> List.of(new SessionRow(1, descriptor, START, START)));
  }

  private static void put(HubTables tables, InstanceRow instance) {
    LargeTexts large = tables.large(instance.instanceId(), 1);
    Map<String, Object> columns = InstanceRows.encode(instance, Map.of(), large);
    tables.putBlobs(large);
    tables
        .instances()
        .apply(tables.partition(instance.instanceId()), List.of(new Change.Insert("", columns)));
  }

  private static InstanceRow instance(
      String hub,
      String id,
      FunctionName function,
      OrchestrationRuntimeStatus status,
      Instant created,
      Optional<InstanceCondition> condition,
      Map<String, String> tags,
      Optional<String> parent) {
    return new InstanceRow(
        hub,
        id,
        "e1",
        function,
        status,
        condition.map(why -> new ParkRecord(why, "why", "build")),
        created,
        created,
        Optional.empty(),
        Optional.empty(),
        Payload.NULL,
        Payload.NULL,
        Optional.empty(),
        tags,
        parent,
        "set",
        1);
  }

  private static InstanceRow plain(String hub, String id, Instant created) {
    return instance(
        hub,
        id,
        SERVED,
        OrchestrationRuntimeStatus.RUNNING,
        created,
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static InstanceRow random(Random random, int number) {
    OrchestrationRuntimeStatus status = pick(random, List.of(OrchestrationRuntimeStatus.values()));
    Optional<InstanceCondition> condition =
        status.isFinished() || random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                pick(random, List.of(InstanceCondition.POISON, InstanceCondition.DIVERGED)));
    return instance(
        "Orders",
        pick(random, PREFIXES) + number,
        pick(random, FUNCTIONS),
        status,
        START.plusNanos(random.nextInt(40) * 1_000L).plusSeconds(random.nextInt(2)),
        condition,
        random.nextBoolean() ? Map.of("t", "" + random.nextInt(2), "it's", "\"x\"") : Map.of(),
        random.nextBoolean() ? Optional.of("p'" + random.nextInt(2)) : Optional.empty());
  }

  private static InstanceQuery random(Random random) {
    InstanceQuery query = InstanceQuery.ALL.withPageSize(1 + random.nextInt(20));
    for (int filters = random.nextInt(4); filters > 0; filters--) {
      Instant time = START.plusNanos(random.nextInt(50_000)).plusSeconds(random.nextInt(2));
      query =
          switch (random.nextInt(10)) {
            case 0 -> query.withBaseName(pick(random, List.of("Order", "order", "Ord", "x")));
            case 1 -> query.withVersion(pick(random, List.of(0, 1, 2, 10)));
            case 2 ->
                query.withStatuses(
                    Set.of(pick(random, List.of(OrchestrationRuntimeStatus.values()))));
            case 3 ->
                query.withConditions(Set.of(pick(random, List.of(InstanceCondition.values()))));
            case 4 ->
                query.withConditions(
                    Set.of(InstanceCondition.POISON, InstanceCondition.WAITING_FOR_VERSION));
            case 5 -> query.withCreatedFrom(time);
            case 6 -> query.withCreatedTo(time);
            case 7 -> query.withIdPrefix(pick(random, PREFIXES));
            case 8 -> query.withTags(Map.of("t", "1"));
            default -> query.withParentId("p'" + random.nextInt(2));
          };
    }
    return random.nextBoolean() ? query.withNewestFirst() : query;
  }

  private static boolean fits(InstanceQuery query, InstanceRow row) {
    boolean waits = !row.status().isFinished() && !row.function().equals(SERVED);
    Set<InstanceCondition> conditions = new HashSet<>();
    row.park().ifPresent(park -> conditions.add(park.condition()));
    if (waits) {
      conditions.add(InstanceCondition.WAITING_FOR_VERSION);
    }
    conditions.retainAll(query.conditions());
    return query.baseName().map(row.function().base()::equals).orElse(true)
        && (query.version().isEmpty() || query.version().getAsInt() == row.function().version())
        && (query.statuses().isEmpty() || query.statuses().contains(row.status()))
        && (query.conditions().isEmpty() || !conditions.isEmpty())
        && query.createdFrom().map(from -> !row.createdAt().isBefore(from)).orElse(true)
        && query.createdTo().map(row.createdAt()::isBefore).orElse(true)
        && query.idPrefix().map(row.instanceId()::startsWith).orElse(true)
        && row.tags().entrySet().containsAll(query.tags().entrySet())
        && (query.parentId().isEmpty() || query.parentId().equals(row.parentId()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void every_query_finds_on_its_pages_what_a_look_at_all_rows_finds(long seed) {
    Random random = new Random(seed);
    List<InstanceRow> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      InstanceRow row = random(random, i);
      all.add(row);
      put(orders, row);
    }
    put(billing, plain("Billing", "a-of-another-hub", START));
    Comparator<InstanceRow> oldestFirst =
        Comparator.comparing(InstanceRow::createdAt).thenComparing(InstanceRow::instanceId);
    for (int i = 0; i < 60; i++) {
      InstanceQuery query = random(random);
      List<InstanceRow> expected =
          all.stream()
              .filter(row -> fits(query, row))
              .sorted(query.newestFirst() ? oldestFirst.reversed() : oldestFirst)
              .toList();
      assertThat(pages(query)).as("%s", query).isEqualTo(expected);
    }
  }

  private List<InstanceRow> pages(InstanceQuery query) {
    List<InstanceRow> found = new ArrayList<>();
    InstancePage page = queries(orders).query(query);
    found.addAll(page.instances());
    while (page.continuation().isPresent()) {
      assertThat(page.instances()).hasSize(query.pageSize());
      page = queries(orders).query(query.withContinuation(page.continuation().get()));
      found.addAll(page.instances());
    }
    return found;
  }

  @Test
  void T3_and_T8_lists_and_counts_are_of_one_hub_although_the_tables_are_shared() {
    put(orders, plain("Orders", "o1", START));
    put(orders, plain("Orders", "o2", START.plusSeconds(1)));
    put(billing, plain("Billing", "b1", START));

    assertThat(queries(orders).query(InstanceQuery.ALL).instances())
        .extracting(InstanceRow::hub, InstanceRow::instanceId)
        .containsExactly(Tuple.tuple("Orders", "o1"), Tuple.tuple("Orders", "o2"));
    assertThat(queries(orders).counts())
        .containsExactly(new InstanceCount(SERVED, OrchestrationRuntimeStatus.RUNNING, 2, 0));
    assertThat(queries(billing).counts())
        .containsExactly(new InstanceCount(SERVED, OrchestrationRuntimeStatus.RUNNING, 1, 0));
  }

  @Test
  void T3_whoever_reads_the_tables_finds_the_hubs_that_share_them() {
    HubList list = new HubList(orders.history());
    assertThat(list.names()).isEmpty();
    list.add("Orders");
    list.add("Billing");
    new HubList(billing.history()).add("Orders");
    list.add("a".repeat(45));

    assertThat(new HubList(billing.history()).names())
        .containsExactly("Billing", "Orders", "a".repeat(45));
  }

  @Test
  void more_instances_than_a_request_brings_are_listed_and_counted() {
    int many = 1_001;
    IntStream.range(0, many)
        .parallel()
        .forEach(i -> put(orders, plain("Orders", "i" + i, START.plusSeconds(many - i))));

    InstancePage page = queries(orders).query(InstanceQuery.ALL.withPageSize(3));

    assertThat(page.instances())
        .extracting(InstanceRow::instanceId)
        .containsExactly("i1000", "i999", "i998");
    assertThat(queries(orders).counts())
        .containsExactly(new InstanceCount(SERVED, OrchestrationRuntimeStatus.RUNNING, many, 0));
  }
}
