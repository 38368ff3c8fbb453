package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.jdbc.server.PostgresServer;
import dev.varve.jdbc.server.TcpProxy;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StorageException;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one store does when a connection, another worker or the server fails at a bad moment. */
class PostgresTroubleTest {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final TestSchema schema = TestSchema.create();
  private final TcpProxy proxy = TcpProxy.before(PostgresServer.shared());

  @AfterEach
  void close() throws IOException {
    proxy.close();
    schema.drop();
  }

  private PostgresStorage open(DataSource source) {
    return PostgresStorage.builder(source).shortLease(LEASE).open();
  }

  private DataSource proxied() {
    var source = PostgresServer.shared().dataSource(schema.source().getDatabaseName(), proxy);
    source.setCurrentSchema(schema.name());
    return source;
  }

  @Test
  void a_commit_whose_answer_is_lost_is_read_back_as_done() {
    try (PostgresStorage storage = open(proxied())) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "a");
      proxy.loseNextAnswer(TcpProxy.COMMIT);
      List<SendOutcome> sent =
          Fixtures.get(hub.send(List.of(Message.to("a", new EventRaised("E", Payload.NULL)))));
      assertThat(proxy.cutPending()).isFalse();
      assertThat(sent).containsExactly(SendOutcome.ACCEPTED);
      try (WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        FetchBatch batch = session.fetch(Fixtures.ALL);
        assertThat(batch.claimed().getFirst().messages()).hasSize(1);
      }
    }
  }

  @Test
  void a_commit_that_never_arrived_is_reported_as_not_done() {
    try (PostgresStorage storage = open(proxied())) {
      HubStore hub = storage.hub("orders");
      proxy.loseNextStatement(TcpProxy.COMMIT);
      assertThatThrownBy(() -> Fixtures.start(hub, Fixtures.ORDER, "a"))
          .hasCauseInstanceOf(StorageException.class)
          .cause()
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse());
      assertThat(proxy.cutPending()).isFalse();
      assertThat(hub.instance("a")).isEmpty();
      Fixtures.start(hub, Fixtures.ORDER, "a");
      assertThat(hub.instance("a")).isPresent();
    }
  }

  @Test
  void reading_goes_on_by_a_new_connection_when_the_idle_ones_were_lost() {
    try (PostgresStorage storage = open(proxied())) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "a");
      assertThat(hub.instance("a")).isPresent();
      proxy.resetOpenConnections();
      assertThat(hub.instance("a")).isPresent();
    }
  }

  @Test
  void a_fetch_that_fails_before_it_claims_leaves_every_message_for_the_next() {
    try (PostgresStorage storage = open(proxied())) {
      HubStore hub = storage.hub("orders");
      WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(hub, session, "a");
      Fixtures.commit(hub, session, "a", 2);
      Fixtures.get(hub.send(List.of(Message.to("a", new EventRaised("E", Payload.NULL)))));
      proxy.mode(TcpProxy.Mode.RESET);
      assertThatThrownBy(() -> session.fetch(Fixtures.ALL))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse());
      proxy.mode(TcpProxy.Mode.FORWARD);
      assertThat(session.fetch(Fixtures.ALL).delivered())
          .singleElement()
          .satisfies(delivery -> assertThat(delivery.messages()).hasSize(1));
    }
  }

  @Test
  void a_transaction_its_worker_does_not_end_is_ended_by_the_server() throws SQLException {
    try (PostgresStorage storage = open(schema.source());
        Connection other = schema.source().getConnection()) {
      JdbcHub hub = (JdbcHub) storage.hub("orders");
      WriteBatch stuck =
          hub.database().dialect().openBatch(hub.database().clock(), new FunctionIds());
      stuck.begin(List.of());
      stuck.lockHub(hub.key().hub());
      try (Statement statement = other.createStatement()) {
        // Waits for the lock, as whoever takes over would.
        assertThat(statement.executeUpdate("UPDATE varve_hub SET name = name")).isEqualTo(1);
      }
      assertThatThrownBy(stuck::commit).isInstanceOf(SQLException.class);
      stuck.abandon();
    }
  }

  @Test
  void a_dead_session_whose_row_is_locked_is_passed_over_and_holds_up_nobody() throws Exception {
    try (PostgresStorage storage = open(schema.source());
        Connection busy = schema.source().getConnection();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      HubStore hub = storage.hub("orders");
      WorkerSession zombie = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(hub, zombie, "a");
      Fixtures.commit(hub, zombie, "a", 2);
      WorkerSession other = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      busy.setAutoCommit(false);
      lockForShare(busy, zombie.id());
      try (Statement sleep = busy.createStatement()) {
        Future<Boolean> working = executor.submit(() -> sleep.execute("SELECT pg_sleep(600)"));
        awaitOver(hub, zombie, other);
        assertThat(other.recover(10)).isZero();
        assertThat(other.renew()).isTrue();
        assertThat(working).as("what works is not cut off").isNotDone();
        sleep.cancel();
        assertThatThrownBy(working::get).hasCauseInstanceOf(SQLException.class);
      }
      busy.rollback();
      Traffic.await("the recovery", () -> other.recover(10) == 1);
    }
  }

  @Test
  void a_long_transaction_that_goes_on_is_not_cut_off_though_it_holds_a_dead_session()
      throws Exception {
    try (PostgresStorage storage = open(schema.source());
        Connection slow = schema.source().getConnection()) {
      HubStore hub = storage.hub("orders");
      WorkerSession zombie = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      WorkerSession other = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      JdbcHub jdbc = (JdbcHub) hub;
      slow.setAutoCommit(false);
      try (Statement step = slow.createStatement()) {
        lockForShare(slow, zombie.id());
        Traffic.await(
            "the lease to run out",
            () ->
                goesOn(step)
                    && other.renew()
                    && jdbc.database().liveness().deadOf(jdbc.key()).contains(zombie.id()));
        for (int look = 0; look < 5; look++) {
          assertThat(other.recover(10)).isZero();
          assertThat(goesOn(step)).isTrue();
        }
      }
      slow.commit();
    }
  }

  private static boolean goesOn(Statement statement) {
    try (ResultSet row = statement.executeQuery("SELECT 1")) {
      return row.next();
    } catch (SQLException e) {
      return false;
    }
  }

  @Test
  void a_worker_that_stopped_in_the_middle_of_sending_is_cut_off_and_its_work_taken_over() {
    try (PostgresStorage stopped = open(proxied());
        PostgresStorage storage = open(schema.source())) {
      HubStore stoppedHub = stopped.hub("orders");
      WorkerSession zombie = stoppedHub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(stoppedHub, zombie, "a");
      proxy.stallAtNextStatement(TcpProxy.COMMIT);
      TurnCommit turn = Fixtures.turn(stoppedHub, "a", 2, List.of(), Optional.empty());
      CompletableFuture<CommitOutcome> late = zombie.commit(turn).toCompletableFuture();
      Traffic.await("the worker to stop", () -> !proxy.cutPending());
      HubStore hub = storage.hub("orders");
      WorkerSession other = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      proxy.mode(TcpProxy.Mode.BLACK_HOLE);
      try {
        awaitOver(hub, zombie, other);
        Traffic.await("the take-over", () -> other.renew() && other.recover(10) == 1);
      } finally {
        proxy.mode(TcpProxy.Mode.FORWARD);
      }
      assertThat(other.fetch(Fixtures.ALL).claimed())
          .singleElement()
          .satisfies(claimed -> assertThat(claimed.history()).hasSize(1));
      Traffic.await("the stopped worker to end its attempt", late::isDone);
      Traffic.await("the stopped worker to learn of it", () -> isFenced(zombie.commit(turn)));
      assertThat(hub.history("a", 0, 10)).hasSize(1);
    }
  }

  /** While the store is out of reach nobody knows. */
  private static boolean isFenced(CompletionStage<CommitOutcome> commit) {
    try {
      return Fixtures.get(commit) instanceof CommitOutcome.Fenced;
    } catch (CompletionException e) {
      return false;
    }
  }

  private static void awaitOver(HubStore hub, WorkerSession zombie, WorkerSession other) {
    JdbcHub jdbc = (JdbcHub) hub;
    Traffic.await(
        "the lease to run out",
        () -> other.renew() && jdbc.database().liveness().deadOf(jdbc.key()).contains(zombie.id()));
  }

  @Test
  void a_transaction_that_lost_a_deadlock_is_tried_again() throws Exception {
    FunctionName first = FunctionName.parse("A_v1");
    FunctionName second = FunctionName.parse("B_v1");
    try (PostgresStorage storage = PostgresStorage.on(schema.source());
        Connection other = schema.source().getConnection();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      JdbcHub hub = (JdbcHub) storage.hub("orders");
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        // So that it is the storage's transaction that the server ends.
        statement.execute("SET LOCAL deadlock_timeout = '10min'");
      }
      insertName(other, hub, second, -2);
      Future<WorkerSession> opening =
          executor.submit(() -> hub.openSession(Fixtures.descriptor(first, second), () -> {}));
      Traffic.await("the storage to wait for the other", () -> lockWaits() == 1);
      insertName(other, hub, first, -1); // waits for the storage until the server has ended it
      other.commit();
      try (WorkerSession session = opening.get()) {
        assertThat(hub.sessions())
            .singleElement()
            .satisfies(row ->
                assertThat(row.descriptor().orchestrators())
                    .containsExactlyInAnyOrder(first, second));
      }
    }
  }

  private static void insertName(Connection connection, JdbcHub hub, FunctionName name, long id)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO varve_function (function, hub, kind, base, version) VALUES (?,?,0,?,?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setLong(1, id);
      insert.setLong(2, hub.key().hub());
      insert.setString(3, name.base());
      insert.setInt(4, name.version());
      insert.executeUpdate();
    }
  }

  /** How many transactions wait for the end of another one in the shared database. */
  private long lockWaits() {
    try (Connection connection = schema.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype='transactionid'")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void lockForShare(Connection connection, long session) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "SELECT session FROM varve_session WHERE session=? FOR SHARE")) {
      lock.setLong(1, session);
      try (ResultSet row = lock.executeQuery()) {
        assertThat(row.next()).isTrue();
      }
    }
  }

  @Test
  void what_became_of_a_transaction_is_known_even_when_the_server_has_crashed_since()
      throws Exception {
    assumeThat(PostgresServer.shared().canBeStopped()).isTrue();
    try (PostgresServer server = PostgresServer.dedicated()) {
      DataSource database = server.newDatabase();
      PostgresStorage.migrate(database);
      PostgresBackend before;
      try (Connection connection = database.getConnection()) {
        before = backend(connection);
        countUp(connection, before, 0);
        connection.commit();
        countUp(connection, before, 1);
        server.stopImmediate();
      }
      server.start();
      try (Connection connection = database.getConnection()) {
        PostgresBackend after = backend(connection);
        assertThat(after.tookEffect(connection, mark(before, 2))).isFalse();
        assertThatThrownBy(() -> after.tookEffect(connection, mark(before, 2)))
            .hasMessageContaining("somebody has removed the row");
      }
    }
  }

  @Test
  void a_transaction_that_is_still_on_its_way_does_not_take_effect_once_it_was_asked_for()
      throws SQLException {
    PostgresStorage.migrate(schema.source());
    try (Connection late = schema.source().getConnection();
        Connection asking = schema.source().getConnection()) {
      PostgresBackend lost = backend(late);
      PostgresBackend own = backend(asking);
      assertThat(own.tookEffect(asking, mark(lost, 1))).isFalse();
      assertThatThrownBy(() -> countUp(late, lost, 0)).hasMessageContaining("division by zero");
    }
  }

  @Test
  void a_transaction_that_stands_still_is_ended_by_whoever_asks_what_became_of_it()
      throws SQLException {
    PostgresStorage.migrate(schema.source());
    try (Connection stuck = schema.source().getConnection();
        Connection asking = schema.source().getConnection()) {
      PostgresBackend lost = backend(stuck);
      PostgresBackend own = backend(asking);
      countUp(stuck, lost, 0);
      assertThat(own.tookEffect(asking, mark(lost, 1))).isFalse();
      assertThatThrownBy(stuck::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void a_server_that_lost_what_it_had_acknowledged_is_found_out() throws SQLException {
    PostgresStorage.migrate(schema.source());
    try (Connection connection = schema.source().getConnection();
        Connection asking = schema.source().getConnection()) {
      PostgresBackend lost = backend(connection);
      PostgresBackend own = backend(asking);
      // Seven were acknowledged, none is there: a standby took over that had not received them.
      assertThatThrownBy(() -> own.tookEffect(asking, mark(lost, 8)))
          .hasMessageContaining("has lost transactions that it had acknowledged");
    }
  }

  @Test
  void a_writer_whose_row_is_gone_goes_on_with_a_new_connection() throws SQLException {
    try (PostgresStorage storage = open(schema.source());
        Connection other = schema.source().getConnection();
        Statement statement = other.createStatement()) {
      HubStore hub = storage.hub("orders");
      assertThat(statement.executeUpdate("DELETE FROM varve_writer")).isEqualTo(1);
      assertThatThrownBy(() -> Fixtures.start(hub, Fixtures.ORDER, "a"))
          .hasRootCauseInstanceOf(SQLException.class)
          .cause()
          .hasMessageContaining("row in varve_writer is gone");
      assertThat(hub.instance("a")).isEmpty();
      Fixtures.start(hub, Fixtures.ORDER, "a");
      assertThat(hub.instance("a")).isPresent();
    }
  }

  @Test
  void rows_of_writers_are_removed_when_they_close_and_a_day_after_they_died() throws SQLException {
    PostgresStorage.migrate(schema.source());
    try (Connection connection = schema.source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO varve_writer (writer, batch, seen) VALUES (-1, 7, 0), (-2, 7, "
              + PostgresBackend.NOW
              + ")");
      try (PostgresStorage storage = open(schema.source())) {
        assertThat(writers(statement)).hasSize(2).contains(-2L);
        assertThat(storage.hubs()).isEmpty();
      }
      assertThat(writers(statement)).containsExactly(-2L);
    }
  }

  private static List<Long> writers(Statement statement) throws SQLException {
    List<Long> writers = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT writer FROM varve_writer")) {
      while (row.next()) {
        writers.add(row.getLong(1));
      }
    }
    return writers;
  }

  private static PostgresBackend backend(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    return PostgresBackend.of(connection);
  }

  private static WriteBatch.Mark mark(PostgresBackend backend, long number) {
    return new WriteBatch.Mark(backend.writer(), number, backend.process());
  }

  private static void countUp(Connection connection, PostgresBackend backend, long from)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(PostgresBackend.COUNT_UP)) {
      count.setLong(1, from + 1);
      count.setLong(2, backend.writer());
      count.setLong(3, from);
      count.executeQuery().close();
    }
  }
}
