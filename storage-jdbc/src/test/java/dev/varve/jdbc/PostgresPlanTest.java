package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The plans that workers keep go by an index from the array to the rows, never through a table.
 * They are asked for while the tables are empty, since such plans are kept when the tables have
 * grown.
 */
class PostgresPlanTest {
  private static TestSchema schema;

  @BeforeAll
  static void create() {
    schema = TestSchema.create();
    PostgresStorage.migrate(schema.source());
  }

  @AfterAll
  static void drop() {
    schema.drop();
  }

  static Stream<String> statements() {
    Stream<String> writes =
        Arrays.stream(Write.values())
            .map(PostgresBatch::bulk)
            .filter(sql -> !sql.startsWith("INSERT"));
    Stream<String> reads =
        Stream.of(
            PostgresBatch.KNOWN,
            PostgresBatch.LOCK_RUNS,
            "SELECT " + Instances.COLUMNS + " FROM " + PostgresDialect.INSTANCES_BY_ID,
            Inbox.OF_INSTANCE,
            JdbcRecords.LIST,
            Look.PEEK);
    return Stream.concat(writes, reads);
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_statement_planned_for_empty_tables_goes_by_an_index(String sql) throws SQLException {
    assertGoesByIndex(plan(sql, false));
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_statement_planned_when_tables_were_found_empty_goes_by_an_index(String sql)
      throws SQLException {
    assertGoesByIndex(plan(sql, true));
  }

  private static void assertGoesByIndex(String plan) {
    assertThat(plan)
        .contains("Index Cond")
        .doesNotContain("Seq Scan on varve")
        .doesNotContain("Join Filter")
        .doesNotContain("Hash Join")
        .doesNotContain("Merge Join");
  }

  private static String plan(String sql, boolean analyzed) throws SQLException {
    try (Connection connection = schema.source().getConnection();
        Statement statement = connection.createStatement()) {
      for (String setting : PostgresDialect.SETTINGS) {
        statement.execute("SET " + setting + " = off");
      }
      if (analyzed) {
        statement.execute("ANALYZE");
      }
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE planned AS " + numbered(sql));
      int parameters = sql.length() - sql.replace("?", "").length();
      StringBuilder plan = new StringBuilder();
      String nothing = String.join(", ", Collections.nCopies(parameters, "NULL"));
      try (ResultSet row = statement.executeQuery("EXPLAIN EXECUTE planned (" + nothing + ")")) {
        while (row.next()) {
          plan.append(row.getString(1)).append(System.lineSeparator());
        }
      }
      return plan.toString();
    }
  }

  private static String numbered(String sql) {
    StringBuilder numbered = new StringBuilder();
    int parameter = 0;
    for (char c : sql.toCharArray()) {
      numbered.append(c == '?' ? "$" + ++parameter : String.valueOf(c));
    }
    return numbered.toString();
  }
}
