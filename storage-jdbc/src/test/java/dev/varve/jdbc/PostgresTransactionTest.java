package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Activity;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageException;
import java.sql.Connection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

  @AfterEach
  void drop() {
    storage.close();
    schema.drop();
  }
}
