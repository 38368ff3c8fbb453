package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is only looked at. */
final class ReadingTest {
  private interface Source {
    Connection open() throws SQLException;
  }

  @TempDir Path directory;

  @Test
  void reading_a_file_shows_what_is_there_and_changes_nothing() throws SQLException {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      Fixtures.start(storage.hub("orders"), Fixtures.ORDER, "a");
      Fixtures.start(storage.hub("orders"), Fixtures.ORDER, "b");
    }
    Source database = () -> DriverManager.getConnection("jdbc:sqlite:" + file);
    String tables = "SELECT name FROM sqlite_master WHERE type='table' ORDER BY name";
    Map<String, List<String>> before = content(database, tables);
    assertThat(before.get("varve_instance")).hasSize(2);
    try (SqliteStorage reading = SqliteStorage.forReading(file)) {
      assertReads(reading.hubs(), reading.hub("orders"));
      assertRefusesOtherHubs(() -> reading.hub("parcels"));
    }
    assertThat(content(database, tables)).isEqualTo(before);
  }

  @Test
  void reading_a_database_shows_what_is_there_and_changes_nothing() throws SQLException {
    TestSchema schema = TestSchema.create();
    try {
      try (PostgresStorage storage = PostgresStorage.on(schema.source())) {
        Fixtures.start(storage.hub("orders"), Fixtures.ORDER, "a");
        Fixtures.start(storage.hub("orders"), Fixtures.ORDER, "b");
      }
      DataSource source = schema.source();
      String tables =
          "SELECT tablename FROM pg_tables WHERE schemaname='" + schema.name() + "' ORDER BY 1";
      Map<String, List<String>> before = content(source::getConnection, tables);
      assertThat(before.get("varve_instance")).hasSize(2);
      try (PostgresStorage reading = PostgresStorage.forReading(source)) {
        assertReads(reading.hubs(), reading.hub("orders"));
        assertRefusesOtherHubs(() -> reading.hub("parcels"));
      }
      assertThat(content(source::getConnection, tables)).isEqualTo(before);
    } finally {
      schema.drop();
    }
  }

  private static void assertReads(List<String> hubs, HubStore hub) {
    assertThat(hubs).containsExactly("orders");
    assertThat(hub.query(InstanceQuery.ALL).instances())
        .extracting(InstanceRow::instanceId)
        .containsExactly("a", "b");
    assertThat(hub.history("a", 0, 10)).hasSize(1);
    assertThat(hub.counts()).singleElement().satisfies(c -> assertThat(c.count()).isEqualTo(2));
    assertThat(hub.sessions()).isEmpty();
    assertThat(hub.failedBuilds(List.of("a", "b"))).isEmpty();
    assertThatThrownBy(() -> Fixtures.start(hub, Fixtures.ORDER, "c"))
        .hasRootCauseInstanceOf(StorageException.class)
        .hasRootCauseMessage(
            "the store was opened for reading; open it for writing to change something");
    assertThatThrownBy(() -> hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("opened for reading");
  }

  private static void assertRefusesOtherHubs(Runnable opening) {
    assertThatThrownBy(opening::run)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there is no hub 'parcels'; there are [orders]");
  }

  @Test
  void a_file_to_read_that_is_not_there_is_named_and_not_made() {
    Path file = directory.resolve("gone.db");
    assertThatThrownBy(() -> SqliteStorage.forReading(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("gone.db does not exist");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_file_to_read_that_holds_something_else_is_named() throws Exception {
    Path file = directory.resolve("else.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INTEGER)");
    }
    assertThatThrownBy(() -> SqliteStorage.forReading(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("else.db holds something else");
  }

  @Test
  void a_store_is_read_while_another_process_works_on_it() throws IOException {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file);
        SqliteStorage reading = read(storage, file)) {
      Fixtures.start(storage.hub("orders"), Fixtures.ORDER, "late");
      assertThat(reading.hub("orders").instance("late")).isPresent();
      assertThat(Files.size(file)).isPositive();
    }
  }

  private static SqliteStorage read(SqliteStorage storage, Path file) {
    assertThat(storage.hub("orders").name()).isEqualTo("orders");
    return SqliteStorage.forReading(file);
  }

  /** All rows of all tables. */
  private static Map<String, List<String>> content(Source database, String tables)
      throws SQLException {
    Map<String, List<String>> content = new TreeMap<>();
    try (Connection connection = database.open()) {
      for (String table : column(connection, tables)) {
        content.put(table, rows(connection, table));
      }
    }
    return content;
  }

  private static List<String> column(Connection connection, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        values.add(row.getString(1));
      }
    }
    return values;
  }

  private static List<String> rows(Connection connection, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
      while (row.next()) {
        StringBuilder text = new StringBuilder();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          text.append(row.getString(column)).append('|');
        }
        rows.add(text.toString());
      }
    }
    rows.sort(null);
    return rows;
  }
}
