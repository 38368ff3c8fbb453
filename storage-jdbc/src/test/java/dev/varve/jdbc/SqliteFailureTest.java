package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.HubStore;
import dev.varve.storage.NewInstance;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFailureTest {
  @TempDir Path directory;

  @Test
  void a_full_disk_refuses_writes_until_there_is_space_and_needs_no_restart() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage =
        SqliteStorage.open(
            new SqliteDialect(SqliteStorage.realPath(file), 120), InstantSource.system())) {
      HubStore hub = storage.hub("orders");
      try (WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        Fixtures.startOwned(hub, session, "first");
        String large = "x".repeat(600_000);
        NewInstance tooMuch =
            Fixtures.instance(hub, Fixtures.ORDER, "large", large, OptionalLong.of(session.id()));
        assertThatThrownBy(() -> Fixtures.get(hub.start(List.of(tooMuch))))
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOfSatisfying(
                StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
            .hasMessageContaining("disk is full")
            .hasMessageContaining(file.toRealPath().toString());
        assertThat(hub.instance("large")).isEmpty();

        assertThat(Fixtures.commit(hub, session, "first", 2)).isInstanceOf(Committed.class);
        assertThat(writer(storage).submit(new MorePagesOperation()).join()).isTrue();
        assertThat(Fixtures.get(hub.start(List.of(tooMuch))))
            .containsExactly(new StartOutcome.Started());
        assertThat(Fixtures.commit(hub, session, "large", 2)).isInstanceOf(Committed.class);
        assertThat(hub.history("first", 0, 10)).hasSize(2);
      }
    }
  }

  @Test
  void one_bad_operation_fails_alone_and_the_others_of_its_batch_go_through() {
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("store.db"))) {
      HubStore hub = storage.hub("orders");
      try (WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        List<CompletableFuture<?>> good = new ArrayList<>();
        List<CompletableFuture<?>> bad = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          String id = "order-" + i;
          NewInstance start =
              Fixtures.instance(hub, Fixtures.ORDER, id, "x", OptionalLong.of(session.id()));
          good.add(hub.start(List.of(start)).toCompletableFuture());
          if (i % 50 == 25) {
            bad.add(writer(storage).submit(new RefusedOperation()));
          }
          good.add(
              session
                  .commit(Fixtures.turn(hub, id, 2, List.of(), java.util.Optional.empty()))
                  .toCompletableFuture());
        }
        bad.forEach(stage ->
            assertThatThrownBy(stage::join)
                .cause()
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no such table"));
        good.forEach(CompletableFuture::join);
        for (int i = 0; i < 200; i++) {
          assertThat(hub.history("order-" + i, 0, 10)).hasSize(2);
        }
      }
    }
  }

  @Test
  void a_lost_connection_is_replaced_and_nothing_acknowledged_is_lost() throws Exception {
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("store.db"))) {
      HubStore hub = storage.hub("orders");
      Fixtures.start(hub, Fixtures.ORDER, "before");
      CompletableFuture<Boolean> breaking = writer(storage).submit(new BreakingOperation());
      assertThatThrownBy(breaking::join).cause().isInstanceOf(StorageException.class);
      Fixtures.start(hub, Fixtures.ORDER, "after");
      assertThat(hub.instance("before")).isPresent();
      assertThat(hub.instance("after")).isPresent();
    }
  }

  @Test
  void a_commit_whose_answer_was_lost_is_read_back() {
    FaultyCommits dialect = new FaultyCommits(path());
    try (SqliteStorage storage = SqliteStorage.open(dialect, InstantSource.system())) {
      HubStore hub = storage.hub("orders");
      dialect.fault = FaultyCommits.Fault.AFTER;
      assertThat(Fixtures.start(hub, Fixtures.ORDER, "a")).isEqualTo(new StartOutcome.Started());
      assertThat(dialect.fault).isEqualTo(FaultyCommits.Fault.NONE);
      assertThat(hub.instance("a")).isPresent();
      assertThat(Fixtures.start(hub, Fixtures.ORDER, "b")).isEqualTo(new StartOutcome.Started());
    }
  }

  @Test
  void a_commit_that_did_not_happen_is_reported_as_that() {
    FaultyCommits dialect = new FaultyCommits(path());
    try (SqliteStorage storage = SqliteStorage.open(dialect, InstantSource.system())) {
      HubStore hub = storage.hub("orders");
      dialect.fault = FaultyCommits.Fault.BEFORE;
      assertThatThrownBy(() -> Fixtures.start(hub, Fixtures.ORDER, "a"))
          .cause()
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse())
          .hasMessageContaining("check the disk");
      assertThat(hub.instance("a")).isEmpty();
      assertThat(Fixtures.start(hub, Fixtures.ORDER, "a")).isEqualTo(new StartOutcome.Started());
    }
  }

  @Test
  void a_commit_that_cannot_be_read_back_is_unknown_and_ends_the_sessions() {
    FaultyCommits dialect = new FaultyCommits(path());
    try (SqliteStorage storage = SqliteStorage.open(dialect, InstantSource.system())) {
      HubStore hub = storage.hub("orders");
      WorkerSession lost = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(hub, lost, "owned");
      dialect.fault = FaultyCommits.Fault.AFTER;
      dialect.refuseToOpen = true;
      assertThatThrownBy(() -> Fixtures.commit(hub, lost, "owned", 2))
          .cause()
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
      dialect.refuseToOpen = false;
      assertThat(Fixtures.commit(hub, lost, "owned", 2)).isInstanceOf(Committed.class);
      assertThat(Fixtures.commit(hub, lost, "owned", 3)).isInstanceOf(Fenced.class);
      assertThat(lost.renew()).isFalse();
      try (WorkerSession next = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {})) {
        assertThat(next.recover(10)).isEqualTo(1);
        assertThat(next.fetch(Fixtures.ALL).claimed())
            .singleElement()
            .satisfies(claimed -> assertThat(claimed.history()).hasSize(2));
        assertThat(Fixtures.commit(hub, next, "owned", 3)).isInstanceOf(Committed.class);
      }
    }
  }

  @Test
  void a_foreign_write_lock_is_waited_for() throws Exception {
    Path file = directory.resolve("store.db");
    try (SqliteStorage storage = SqliteStorage.at(file);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      HubStore hub = storage.hub("orders");
      statement.execute("BEGIN IMMEDIATE");
      CompletableFuture<List<StartOutcome>> start =
          hub.start(List.of(Fixtures.instance(hub, Fixtures.ORDER, "a"))).toCompletableFuture();
      assertThat(hub.instance("a")).isEmpty();
      assertThat(start).isNotDone();
      statement.execute("COMMIT");
      assertThat(start.join()).containsExactly(new StartOutcome.Started());
    }
  }

  private static final class RefusedOperation extends WriteOperation<Boolean> {
    @Override
    Boolean apply(WriteBatch batch) throws java.sql.SQLException {
      batch.execute("DELETE FROM missing_table");
      return true;
    }
  }

  private static final class BreakingOperation extends WriteOperation<Boolean> {
    @Override
    Boolean apply(WriteBatch batch) throws java.sql.SQLException {
      batch.connection().close();
      return true;
    }
  }

  private static final class MorePagesOperation extends WriteOperation<Boolean> {
    @Override
    Boolean apply(WriteBatch batch) throws java.sql.SQLException {
      try (Statement statement = batch.connection().createStatement()) {
        return statement.execute("PRAGMA max_page_count=1000");
      }
    }
  }

  private static Writer writer(SqliteStorage storage) {
    return storage.database().writer();
  }

  private Path path() {
    return SqliteStorage.realPath(directory.resolve("store.db"));
  }
}
