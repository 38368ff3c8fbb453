package dev.varve.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.jdbc.server.PostgresServer;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CountedTest {
  private final Counted counted = new Counted();

  @Test
  void calls_to_hubs_and_sessions_are_counted_and_what_costs_nothing_is_not() {
    try (Storage storage = counted.calls(new InMemoryStorage())) {
      HubStore hub = storage.hub("hub");
      hub.now();
      assertThat(hub.name()).isEqualTo("hub");
      assertThat(counted.count()).isZero();

      assertThat(hub.counts()).isEmpty();
      SessionDescriptor descriptor =
          new SessionDescriptor("worker", Set.of(), Set.of(), "build", Set.of(1));
      WorkerSession session = hub.openSession(descriptor, () -> {});
      session.fetch(new FetchRequest(1, 1, 1));
      assertThat(session.renew()).isTrue();
      assertThat(counted.count()).isEqualTo(4);
      session.close();
    }
  }

  @Test
  void statements_are_counted_as_often_as_they_are_executed() throws SQLException {
    var database = PostgresServer.shared().newDatabase();
    try (Connection connection = counted.statements(database).getConnection();
        Statement plain = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT ?::int")) {
      plain.execute("SELECT 1");
      for (int i = 0; i < 3; i++) {
        prepared.setInt(1, i);
        prepared.executeQuery().close();
      }
      connection.setAutoCommit(false);
      connection.commit();
      assertThat(counted.count()).isEqualTo(5);
      assertThatThrownBy(() -> plain.execute("SELEKT")).isInstanceOf(SQLException.class);
    }
  }
}
