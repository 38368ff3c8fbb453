package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.HubStore;
import dev.varve.storage.Message;
import dev.varve.storage.StorageException;
import dev.varve.storage.WorkerSession;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fetch that fails half-way: what it had handed out must not be taken for delivered. */
class FailedFetchTest {
  @TempDir Path directory;

  @Test
  void a_fetch_that_fails_while_it_claims_says_that_messages_may_be_lost_to_this_session() {
    FaultyCommits dialect = new FaultyCommits(SqliteStorage.realPath(directory.resolve("a.db")));
    try (SqliteStorage storage = SqliteStorage.open(dialect, InstantSource.system())) {
      HubStore hub = storage.hub("orders");
      WorkerSession session = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});
      Fixtures.startOwned(hub, session, "a");
      Fixtures.commit(hub, session, "a", 2);
      Fixtures.get(hub.send(List.of(Message.to("a", new EventRaised("E", Payload.NULL)))));
      Fixtures.start(hub, Fixtures.ORDER, "b");
      dialect.fault = FaultyCommits.Fault.BEFORE;

      assertThatThrownBy(() -> session.fetch(Fixtures.ALL))
          .isInstanceOfSatisfying(
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isTrue());
      session.close();
      WorkerSession next = hub.openSession(Fixtures.descriptor(Fixtures.ORDER), () -> {});

      assertThat(next.fetch(Fixtures.ALL).claimed())
          .filteredOn(claimed -> claimed.instanceId().equals("a"))
          .singleElement()
          .satisfies(claimed -> assertThat(claimed.messages()).hasSize(1));
    }
  }
}
