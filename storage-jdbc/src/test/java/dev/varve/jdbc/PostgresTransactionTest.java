package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Activity;
import dev.varve.Varve;
import dev.varve.jdbc.server.PostgresServer;
import dev.varve.jdbc.server.TcpProxy;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresTransactionTest extends TransactionContract {
  private final TestSchema schema = TestSchema.create();
  private PostgresStorage storage;

  @Override
  Storage open() {
    storage = PostgresStorage.on(schema.source());
    return storage;
  }

  /** As an application does it that knows nothing of the storage. */
  @Override
  <T> T inTransaction(TransactionWork<T> work) throws Exception {
    try (Connection connection = schema.source().getConnection()) {
      connection.setAutoCommit(false);
      T result = work.run(connection);
      connection.commit();
      return result;
    }
  }

  @Override
  Activity<String, String> transactional(TransactionalActivity<String, String> activity) {
    return storage.transactional(String.class, activity);
  }

  @Test
  void a_connection_without_a_transaction_is_refused() throws Exception {
    try (Connection connection = schema.source().getConnection()) {
      assertThatThrownBy(() -> storage.hub("orders").join(connection))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("setAutoCommit(false)");
    }
  }

  @Test
  void a_transactional_activity_whose_commit_is_not_answered_takes_effect_once() throws Exception {
    PostgresServer server = PostgresServer.shared();
    try (TcpProxy proxy = TcpProxy.before(server)) {
      PGSimpleDataSource source = server.dataSource(schema.source().getDatabaseName(), proxy);
      source.setCurrentSchema(schema.name());
      try (PostgresStorage cut = PostgresStorage.on(source)) {
        AtomicInteger runs = new AtomicInteger();
        Varve varve =
            run(
                Varve.builder()
                    .activity(
                        "Book_v1",
                        String.class,
                        cut.transactional(
                            String.class,
                            (context, connection, input) -> {
                              insert(connection, 9, "booked");
                              proxy.loseNextAnswer(TcpProxy.COMMIT);
                              return "run " + runs.incrementAndGet();
                            })));

        String id = varve.client().scheduleNewOrchestrationInstance("Order", "9");

        assertThat(varve.client().waitForInstanceCompletion(id, PATIENCE).outputAs(String.class))
            .isEqualTo("run 1");
        assertThat(orders()).isEqualTo(1);
        assertThat(proxy.cutPending()).isFalse();
      }
    }
  }

  @AfterEach
  void drop() {
    storage.close();
    schema.drop();
  }
}
