package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Payload;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
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
  void a_fetch_whose_claim_failed_for_certain_leaves_everything_for_the_next() {
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
              StorageException.class, e -> assertThat(e.outcomeUnknown()).isFalse());

      FetchBatch next = session.fetch(Fixtures.ALL);
      assertThat(next.claimed()).extracting(ClaimedInstance::instanceId).containsExactly("b");
      assertThat(next.delivered())
          .singleElement()
          .satisfies(delivery -> assertThat(delivery.messages()).hasSize(1));
    }
  }
}
