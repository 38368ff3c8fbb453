package dev.varve.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Activity;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTransactionTest extends TransactionContract {
  @TempDir Path directory;

  private SqliteStorage storage;

  @Override
  Storage open() {
    storage = SqliteStorage.at(directory.resolve("store.db"));
    return storage;
  }

  @Override
  <T> T inTransaction(TransactionWork<T> work) throws Exception {
    return storage.inTransaction(work);
  }

  @Override
  Activity<String, String> transactional(TransactionalActivity<String, String> activity) {
    return storage.transactional(String.class, activity);
  }

  @Test
  void only_the_connection_that_was_handed_out_can_be_joined() throws Exception {
    try (Connection other =
        DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("store.db"))) {
      assertThatThrownBy(() -> storage.hub("orders").join(other))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("SqliteStorage.inTransaction");
    }
  }

  @Test
  void the_work_cannot_end_the_transaction_itself() throws Exception {
    assertThatThrownBy(() ->
            storage.inTransaction(connection -> {
              connection.commit();
              return true;
            }))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("commit");
    String afterwards = storage.inTransaction(connection -> "goes on");
    assertThat(afterwards).isEqualTo("goes on");
  }
}
