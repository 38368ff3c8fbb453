package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are the same whichever way to them is the shorter one. */
class PageQueryTest {
  /** More than are read and sorted at once. */
  private static final int MANY = 11_000;

  @TempDir Path directory;

  @Test
  void a_prefix_of_many_and_one_of_few_are_both_in_order_on_sqlite() {
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("store.db"))) {
      checkPrefixes(storage);
    }
  }

  @Test
  void a_prefix_of_many_and_one_of_few_are_both_in_order_on_postgresql() {
    TestSchema schema = TestSchema.create();
    try (PostgresStorage storage = PostgresStorage.on(schema.source())) {
      checkPrefixes(storage);
    } finally {
      schema.drop();
    }
  }

  private static void checkPrefixes(Storage storage) {
    HubStore hub = storage.hub("orders");
    List<NewInstance> instances =
        IntStream.range(0, MANY)
            .mapToObj(i -> Fixtures.instance(hub, Fixtures.ORDER, "many-" + i))
            .toList();
    Fixtures.get(hub.start(instances));
    Fixtures.start(hub, Fixtures.ORDER, "other");

    InstanceQuery many = InstanceQuery.ALL.withIdPrefix("many-");
    List<String> all = ids(hub, many);
    assertThat(all).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(ids(hub, many.withStatuses(Set.of(OrchestrationRuntimeStatus.PENDING))))
        .isEqualTo(all);
    assertThat(ids(hub, many.withStatuses(Set.of(OrchestrationRuntimeStatus.FAILED)))).isEmpty();
    assertThat(ids(hub, InstanceQuery.ALL.withIdPrefix("many-1")))
        .hasSizeBetween(1_000, 9_999)
        .isEqualTo(all.stream().filter(id -> id.startsWith("many-1")).toList());
  }

  @Test
  void pages_of_many_functions_are_in_the_order_of_creation_on_sqlite() {
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("store.db"))) {
      checkFunctions(storage);
    }
  }

  @Test
  void pages_of_many_functions_are_in_the_order_of_creation_on_postgresql() {
    TestSchema schema = TestSchema.create();
    try (PostgresStorage storage = PostgresStorage.on(schema.source())) {
      checkFunctions(storage);
    } finally {
      schema.drop();
    }
  }

  /** Some in turn, then many of one function. */
  private static void checkFunctions(Storage storage) {
    HubStore hub = storage.hub("orders");
    for (int round = 0; round < 4; round++) {
      int from = round * 50;
      Fixtures.get(
          hub.start(
              IntStream.range(from, from + 50)
                  .mapToObj(i -> Fixtures.instance(hub, new FunctionName("Order", i % 20), "i" + i))
                  .toList()));
    }
    Fixtures.get(
        hub.start(
            IntStream.range(200, 300)
                .mapToObj(i -> Fixtures.instance(hub, new FunctionName("Order", 7), "i" + i))
                .toList()));
    InstanceQuery pending =
        InstanceQuery.ALL.withStatuses(Set.of(OrchestrationRuntimeStatus.PENDING));
    List<String> all = ids(hub, InstanceQuery.ALL);
    assertThat(all).hasSize(300).doesNotHaveDuplicates();
    for (int size : List.of(1, 7, 30, 1_000)) {
      assertThat(ids(hub, pending.withPageSize(size))).isEqualTo(all);
      assertThat(ids(hub, pending.withPageSize(size).withNewestFirst())).isEqualTo(all.reversed());
    }
  }

  private static List<String> ids(HubStore hub, InstanceQuery query) {
    List<String> ids = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      InstancePage page = hub.query(next.map(query::withContinuation).orElse(query));
      page.instances().stream().map(InstanceRow::instanceId).forEach(ids::add);
      next = page.continuation();
    } while (next.isPresent());
    return ids;
  }
}
