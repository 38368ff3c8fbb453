package dev.varve.jdbc.server;

import static dev.varve.jdbc.server.PostgresServerTest.execute;
import static dev.varve.jdbc.server.PostgresServerTest.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TcpProxyTest {
  private final PostgresServer server = PostgresServer.shared();
  private final PGSimpleDataSource direct = server.newDatabase();
  private final TcpProxy proxy = TcpProxy.before(server);
  private final PGSimpleDataSource proxied = server.dataSource(direct.getDatabaseName(), proxy);

  @BeforeEach
  void makes_a_table() throws SQLException {
    execute(direct, "CREATE TABLE fact (id INT)");
  }

  @AfterEach
  void closes() throws IOException {
    proxy.close();
    server.drop(direct.getDatabaseName());
  }

  @Test
  void forwards_in_both_directions() throws SQLException {
    execute(proxied, "INSERT INTO fact SELECT generate_series(1, 100000)");
    assertThat(query(proxied, "SELECT count(*) FROM fact")).isEqualTo("100000");
    assertThat(query(proxied, "SELECT length(string_agg(id::text, ' ')) FROM fact"))
        .isEqualTo("588894");
  }

  @Test
  void resets_what_is_open_and_what_comes() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      proxy.mode(TcpProxy.Mode.RESET);
      assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
      assertThatThrownBy(proxied::getConnection).isInstanceOf(SQLException.class);
      proxy.mode(TcpProxy.Mode.FORWARD);
      assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
    }
    assertThat(facts(proxied)).isEqualTo(0);
  }

  @Test
  void a_short_outage_ends_only_what_was_open() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      proxy.resetOpenConnections();
      assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
      assertThat(facts(proxied)).isEqualTo(0);
    }
  }

  @Test
  void a_black_hole_holds_statements_until_it_forwards_again() throws Exception {
    try (Connection connection = proxied.getConnection()) {
      proxy.mode(TcpProxy.Mode.BLACK_HOLE);
      CompletableFuture<Integer> inserted = inBackground(() -> insert(connection, 1));
      CompletableFuture<Integer> counted = inBackground(() -> facts(proxied));
      assertThatThrownBy(() -> inserted.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(counted).isNotDone();
      assertThat(facts(direct)).isEqualTo(0);
      proxy.mode(TcpProxy.Mode.FORWARD);
      assertThat(inserted.get()).isEqualTo(1);
      assertThat(counted.get()).isBetween(0, 1);
      assertThat(facts(direct)).isEqualTo(1);
    }
  }

  @Test
  void a_black_hole_can_end_in_a_reset() {
    proxy.mode(TcpProxy.Mode.BLACK_HOLE);
    CompletableFuture<Integer> counted = inBackground(() -> facts(proxied));
    proxy.mode(TcpProxy.Mode.RESET);
    assertThatThrownBy(counted::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void a_commit_whose_answer_is_lost_has_taken_effect() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      proxy.loseNextAnswer(TcpProxy.COMMIT);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(proxy.cutPending()).isFalse();
    }
    assertThat(facts(direct)).isEqualTo(1);
    assertThat(facts(proxied)).isEqualTo(1);
  }

  @Test
  void a_commit_that_is_lost_has_not_taken_effect() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection, 1);
      proxy.loseNextStatement(TcpProxy.COMMIT);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    assertThat(facts(direct)).isEqualTo(0);
  }

  @Test
  void a_commit_is_known_when_the_driver_has_named_it_on_the_server() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 20; i++) {
        insert(connection, i);
        connection.commit();
      }
      insert(connection, 20);
      proxy.loseNextAnswer(TcpProxy.COMMIT);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    assertThat(facts(direct)).isEqualTo(21);
  }

  @Test
  void a_statement_of_an_implicit_transaction_is_cut_by_its_text() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      proxy.loseNextAnswer(statement -> statement.startsWith("INSERT INTO fact"));
      assertThat(facts(proxied)).isEqualTo(0);
      assertThat(proxy.cutPending()).isTrue();
      assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
    }
    assertThat(facts(direct)).isEqualTo(1);
  }

  @Test
  void a_batch_is_cut_as_a_whole() throws SQLException {
    try (Connection connection = proxied.getConnection();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO fact VALUES (?)")) {
      for (int i = 0; i < 50; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      proxy.loseNextAnswer(statement -> statement.startsWith("INSERT"));
      assertThatThrownBy(insert::executeBatch).isInstanceOf(SQLException.class);
    }
    assertThat(facts(direct)).isEqualTo(50);
  }

  @Test
  void adds_latency_to_each_direction() throws SQLException {
    try (Connection connection = proxied.getConnection()) {
      proxy.latency(Duration.ofMillis(20));
      long start = System.nanoTime();
      insert(connection, 1);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }
  }

  private static int insert(Connection connection, int id) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO fact VALUES (?)")) {
      insert.setInt(1, id);
      return insert.executeUpdate();
    }
  }

  private static int facts(PGSimpleDataSource database) throws SQLException {
    return Integer.parseInt(query(database, "SELECT count(*) FROM fact"));
  }

  private interface Work {
    int run() throws SQLException;
  }

  private static CompletableFuture<Integer> inBackground(Work work) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(work.run());
          } catch (SQLException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
