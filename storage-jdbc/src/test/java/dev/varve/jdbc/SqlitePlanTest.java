package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.WorkerSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims stay cheap however much waits that they do not concern. */
final class SqlitePlanTest {
  private static final FunctionName UNSERVED = new FunctionName("Order", 2);

  @TempDir Path directory;

  @Test
  void the_look_for_due_messages_walks_the_due_index_in_order() throws SQLException {
    List<String> plan = plan(Look.LANE);
    assertThat(plan.getFirst())
        .contains("SEARCH m USING")
        .contains("INDEX varve_message_due (lane=? AND due<?)");
    assertThat(plan).noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
  }

  @Test
  void the_look_at_owned_instances_starts_from_the_session() throws SQLException {
    assertThat(plan(Look.OWNED))
        .anyMatch(step -> step.contains("SEARCH r USING") && step.contains("run_session"))
        .anyMatch(step -> step.contains("varve_message_instance (instance=? AND due<?)"))
        .noneMatch(step -> step.contains("SCAN"));
  }

  @Test
  void the_look_for_activities_walks_the_ready_index_in_order() throws SQLException {
    assertThat(plan(Look.ACTIVITIES))
        .singleElement()
        .asString()
        .contains("varve_activity_ready (lane=?)");
  }

  @Test
  void the_look_into_an_inbox_walks_its_messages_in_order() throws SQLException {
    assertThat(plan(Inbox.OF_INSTANCE))
        .anyMatch(step -> step.contains("varve_message_instance (instance=?)"))
        .noneMatch(step -> step.contains("SCAN") || step.contains("TEMP B-TREE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM varve_instance i WHERE i.hub=? AND i.id=?",
        "SELECT 1 FROM varve_instance i WHERE i.function=? AND i.status=? AND i.status <> 3"
            + " ORDER BY i.created, i.id LIMIT ?",
        "SELECT 1 FROM varve_instance i WHERE i.function=? AND i.status=? AND i.status <> 3"
            + " AND i.created>=? AND (i.created>? OR i.id>?) ORDER BY i.created, i.id LIMIT ?",
        "SELECT 1 FROM varve_instance i WHERE i.hub=? ORDER BY i.created, i.id LIMIT ?",
        "DELETE FROM varve_message WHERE instance=?",
        "DELETE FROM varve_activity WHERE instance=? AND task=?",
        "SELECT instance FROM varve_run WHERE session=?"
      })
  void no_query_of_the_hot_path_or_a_list_scans_a_table(String sql) throws SQLException {
    assertThat(plan(sql)).isNotEmpty().noneMatch(step -> step.contains("SCAN"));
  }

  @Test
  void unserved_instances_at_the_head_are_not_passed_over() {
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("store.db"))) {
      HubStore hub = storage.hub("orders");
      List<NewInstance> unserved =
          IntStream.range(0, 20_000)
              .mapToObj(i -> Fixtures.instance(hub, UNSERVED, "unserved-" + i))
              .toList();
      Fixtures.get(hub.start(unserved));
      Fixtures.start(hub, Fixtures.ORDER, "served");
      try (WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        var batch = session.fetch(new FetchRequest(1, 0, 10));
        assertThat(batch.claimed())
            .extracting(ClaimedInstance::instanceId)
            .containsExactly("served");
        assertThat(batch.more()).isFalse();
      }
    }
  }

  private List<String> plan(String sql) throws SQLException {
    SqliteDialect dialect = new SqliteDialect(directory.resolve("plan.db"), 0);
    SqliteStorage.at(directory.resolve("plan.db")).close();
    try (Connection connection = dialect.openReader();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
      List<String> steps = new ArrayList<>();
      while (row.next()) {
        steps.add(row.getString("detail"));
      }
      return steps;
    }
  }
}
