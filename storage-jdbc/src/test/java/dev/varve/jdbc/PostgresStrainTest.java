package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ExistingInstancePolicy;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import dev.varve.Payload;
import dev.varve.Varve;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.TurnCommit;
import dev.varve.storage.WorkerSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What slow reads, held locks, interrupts, foreign notices and errors cost, and whom. */
@Timeout(120)
class PostgresStrainTest {
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final TestSchema schema = TestSchema.create();

  @AfterEach
  void close() {
    schema.drop();
  }

  private PostgresStorage open() {
    return PostgresStorage.builder(schema.source()).shortLease(LEASE).open();
  }

  private long ask(String sql) {
    try (Connection connection = schema.source().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long waitingForLocks() {
    return ask("SELECT count(*) FROM pg_locks WHERE NOT granted");
  }

  @Test
  void a_worker_whose_reads_are_slow_goes_on_renewing_its_session() {
    CountDownLatch enough = new CountDownLatch(1);
    try (PostgresStorage storage = open();
        Varve worker =
            Varve.builder()
                .sharedStorage(storage)
                .orchestrator("A_v1", String.class, (context, input) -> input)
                .start();
        ExecutorService executor = Executors.newCachedThreadPool()) {
      assertThat(worker.client()).isNotNull();
      JdbcHub hub = (JdbcHub) storage.hub("default");
      AtomicInteger reading = new AtomicInteger();
      for (int i = 0; i < 4; i++) {
        executor.execute(() ->
            hub.database()
                .readers()
                .read(
                    "be slow",
                    connection -> {
                      reading.incrementAndGet();
                      awaitQuietly(enough);
                      return 1;
                    }));
      }
      Traffic.await("all readers to be slow", () -> reading.get() == 4);
      for (int renewal = 1; renewal <= 3; renewal++) {
        long before = ask("SELECT expires FROM varve_session");
        Traffic.await("a renewal", () -> ask("SELECT expires FROM varve_session") > before);
      }
      enough.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_start_that_another_worker_was_faster_with_is_answered_by_its_policy() throws Exception {
    try (PostgresStorage storage = open();
        Connection other = schema.source().getConnection()) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "a");
      // A wrong guess, so that for a second ids are looked up before they are inserted.
      assertThat(Fixtures.get(hub.start(List.of(keeping(hub, "a", 77)))).getFirst())
          .isInstanceOf(StartOutcome.Kept.class);
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute(
            "INSERT INTO varve_instance (instance, hub, id, execution_id, function, status, created,"
                + " updated, start_commit, version_set) SELECT -1, hub, 'b', execution_id, function,"
                + " 0, created, updated, 5, version_set FROM varve_instance WHERE id='a'");
      }
      CompletableFuture<List<StartOutcome>> start =
          hub.start(List.of(keeping(hub, "b", 78))).toCompletableFuture();
      Traffic.await("the start to wait for the other", () -> waitingForLocks() == 1);
      other.commit();
      assertThat(start.join().getFirst()).isInstanceOf(StartOutcome.Kept.class);
    }
  }

  private static NewInstance keeping(HubStore hub, String id, long commit) {
    NewInstance plain = Fixtures.instance(hub, Fixtures.ORDER, id);
    return new NewInstance(
        id,
        plain.started(),
        plain.at(),
        commit,
        plain.due(),
        ExistingInstancePolicy.keep(),
        OptionalLong.empty());
  }

  @Test
  void a_notice_that_is_not_ours_leaves_the_listener_listening() throws SQLException {
    try (PostgresStorage mine = open();
        PostgresStorage others = open()) {
      AtomicInteger woken = new AtomicInteger();
      mine.hub("orders").openSession(Fixtures.descriptor(Fixtures.ORDER), woken::incrementAndGet);
      AtomicInteger started = new AtomicInteger();
      Traffic.await("a first notice", () -> isHeard(others, started, woken));
      try (Connection connection = schema.source().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("NOTIFY varve, 'hello'");
      }
      Traffic.await("a notice behind the foreign one", () -> isHeard(others, started, woken));
    }
  }

  private static boolean isHeard(
      PostgresStorage others, AtomicInteger started, AtomicInteger woken) {
    int before = woken.get();
    Fixtures.start(others.hub("orders"), Fixtures.ORDER, "order-" + started.incrementAndGet());
    return woken.get() > before;
  }

  @Test
  void waiting_for_a_lock_does_not_pile_up_connections_at_the_server() throws SQLException {
    try (PostgresStorage storage = open();
        Connection other = schema.source().getConnection()) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "a");
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("SELECT 1 FROM varve_run FOR UPDATE");
      }
      List<Message> event = List.of(Message.to("a", new EventRaised("E", Payload.NULL)));
      for (int attempt = 1; attempt <= 3; attempt++) {
        assertThatThrownBy(() -> Fixtures.get(hub.send(event)))
            .cause()
            .hasMessageContaining("another transaction was in the way");
      }
      assertThat(waitingForLocks()).isZero();
      other.rollback();
      Fixtures.get(hub.send(event));
    }
  }

  @Test
  void an_error_in_the_writer_ends_the_sessions_whose_memory_is_in_doubt() {
    try (PostgresStorage storage = open()) {
      JdbcHub hub = (JdbcHub) storage.hub("orders");
      WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(hub, session, "a");
      TurnCommit turn = Fixtures.turn(hub, "a", 2, List.of(), Optional.empty());
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch gathered = new CountDownLatch(1);
      CompletableFuture<Boolean> holding =
          hub.database().writer().submit(waiting(busy, gathered)).toCompletableFuture();
      awaitQuietly(busy);
      CompletableFuture<CommitOutcome> commit = session.commit(turn).toCompletableFuture();
      CompletableFuture<Boolean> failing =
          hub.database().writer().submit(failing(hub)).toCompletableFuture();
      gathered.countDown();
      assertThat(holding.join()).isTrue();
      assertThatThrownBy(commit::join).cause().hasMessageContaining("unexpectedly");
      assertThatThrownBy(failing::join).cause().hasMessageContaining("unexpectedly");
      assertThat(Fixtures.get(session.commit(turn))).isInstanceOf(CommitOutcome.Fenced.class);
      assertThat(session.renew()).isFalse();

      Fixtures.start(hub, FunctionName.parse("Lost_v1"), "lost");
      assertThat(
              ask(
                  "SELECT count(*) FROM varve_run r WHERE NOT EXISTS (SELECT 1 FROM varve_function f"
                      + " WHERE f.function = r.function)"))
          .isZero();
    }
  }

  /** Keeps the writer busy, so that what comes next is written together. */
  private static WriteOperation<Boolean> waiting(CountDownLatch begun, CountDownLatch latch) {
    return new WriteOperation<>() {
      @Override
      Boolean apply(WriteBatch batch) {
        begun.countDown();
        awaitQuietly(latch);
        return true;
      }
    };
  }

  private static WriteOperation<Boolean> failing(JdbcHub hub) {
    return new WriteOperation<>() {
      @Override
      Boolean apply(WriteBatch batch) throws SQLException {
        batch.functionId(hub.key().hub(), FunctionKind.ORCHESTRATOR, FunctionName.parse("Lost_v1"));
        throw new OutOfMemoryError("as if");
      }
    };
  }

  @Test
  void an_interrupted_virtual_thread_reads_and_costs_nobody_a_connection() throws Exception {
    try (PostgresStorage storage = open()) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "a");
      assertThat(hub.instance("a")).isPresent();
      AtomicReference<Object> answer = new AtomicReference<>();
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                Thread.currentThread().interrupt();
                try {
                  answer.set(hub.instance("a").orElseThrow().instanceId());
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                } catch (Throwable e) {
                  answer.set(e);
                }
              });
      reader.join();
      assertThat(answer.get()).isEqualTo("a");
    }
  }
}
