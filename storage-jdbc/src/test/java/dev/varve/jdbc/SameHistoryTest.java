package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.history.HistoryCodec;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Storage;
import dev.varve.testing.TestEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random programs, in the same virtual time, leave the same on every store: each turn of
 * each history with its events, times and ids, and each row of the index.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameHistoryTest {
  private static final int PROGRAMS = Integer.getInteger("varve.differential.programs", 300);
  private static final long FIRST_SEED = Long.getLong("varve.differential.from", 1);
  private static final String HUB = "same";
  private static final Duration LONG = Duration.ofDays(3_000);

  @TempDir(factory = SqliteSweepTest.RamDisk.class)
  Path directory;

  private final TestSchema schema = TestSchema.create();
  private SortedMap<String, String> inMemory = new TreeMap<>();

  @BeforeAll
  void runInMemory() {
    inMemory = run(InMemoryStorage::new);
  }

  @AfterAll
  void drop() {
    schema.drop();
  }

  @Test
  void the_programs_do_all_that_programs_can_do() {
    assertThat(inMemory).hasSizeGreaterThan(PROGRAMS);
    assertThat(inMemory.values()).allMatch(left -> left.contains("status=COMPLETED"));
    String all = String.join("\n", inMemory.values());
    assertThat(all)
        .contains(
            "ExecutionStarted",
            "TaskScheduled",
            "TaskCompleted",
            "TaskFailed",
            "SubOrchestrationInstanceCreated",
            "SubOrchestrationInstanceCompleted",
            "TimerCreated",
            "TimerFired",
            "EventRaised",
            "EventSent",
            "SideEffectRecorded",
            "ExecutionCompleted");
  }

  @Test
  void sqlite_keeps_the_same_history_as_memory() {
    assertSame(run(clock -> SqliteStorage.at(directory.resolve("same.db"), clock)));
  }

  @Test
  void postgresql_keeps_the_same_history_as_memory() {
    assertSame(
        run(clock ->
            PostgresStorage.builder(schema.source())
                .clock(clock)
                .shortLease(Duration.ofDays(100_000))
                .open()));
  }

  private void assertSame(SortedMap<String, String> other) {
    assertThat(other.keySet()).isEqualTo(inMemory.keySet());
    inMemory.forEach((id, left) -> assertThat(other.get(id)).as(id).isEqualTo(left));
  }

  private static SortedMap<String, String> run(Function<InstantSource, Storage> stores) {
    AtomicReference<Storage> opened = new AtomicReference<>();
    try (TestEngine engine =
        TestEngine.start(
            RandomProgram.register(Varve.builder().hub(HUB)),
            clock -> {
              Storage store = stores.apply(clock);
              opened.set(store);
              return store;
            })) {
      for (int i = 0; i < PROGRAMS; i++) {
        String id = "program-" + i;
        RandomProgram.of(FIRST_SEED + i).start(engine.client(), id);
        engine.client().waitForInstanceCompletion(id, LONG);
      }
      engine.advance(LONG);
      return left(opened.get().hub(HUB));
    }
  }

  private static SortedMap<String, String> left(HubStore hub) {
    List<InstanceRow> rows = rows(hub);
    Names names = new Names(rows);
    SortedMap<String, String> left = new TreeMap<>();
    for (InstanceRow row : rows) {
      StringBuilder text = new StringBuilder(row.toString());
      text.append(row.customStatus().json()).append(row.output().json());
      for (HistoryTurn turn : hub.history(row.instanceId(), 0, Integer.MAX_VALUE)) {
        text.append('\n').append(turn.sequence()).append(' ').append(turn.time()).append(' ');
        text.append(turn.ran()).append(' ');
        text.append(
            new String(
                HistoryCodec.encodeTurn(turn.inputs(), turn.decisions()), StandardCharsets.UTF_8));
      }
      left.put(names.in(row.instanceId()), names.in(text.toString()));
    }
    return left;
  }

  private static List<InstanceRow> rows(HubStore hub) {
    List<InstanceRow> rows = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      InstanceQuery query = InstanceQuery.ALL.withPageSize(InstanceQuery.MAX_PAGE_SIZE);
      InstancePage page = hub.query(next.map(query::withContinuation).orElse(query));
      rows.addAll(page.instances());
      next = page.continuation();
    } while (next.isPresent());
    return rows;
  }

  /**
   * Replaces what is drawn at random, in turn by instances that are due in the same microsecond: an
   * id of an execution by whose it is, and what is derived from it.
   */
  private static final class Names {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern UUID =
        Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Map<String, String> names = new HashMap<>();

    Names(List<InstanceRow> rows) {
      for (InstanceRow row : rows) {
        names.put(row.executionId(), row.instanceId());
        names.put(row.versionSetId(), row.versionSetId().replaceAll(".", "v"));
      }
    }

    /** Ids of children hold those of their parents, so a name may hold an id in turn. */
    String in(String text) {
      String named = UUID.matcher(text).replaceAll("<uuid>");
      return ID.matcher(named)
          .replaceAll(id -> {
            String name = names.get(id.group());
            return name == null ? "<earlier>" : "<" + in(name) + ">";
          });
    }
  }
}
