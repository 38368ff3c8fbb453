package dev.varve.jdbc;

import dev.varve.storage.JoinedHub;
import dev.varve.storage.Message;
import dev.varve.storage.NewInstance;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.StorageException;
import java.sql.SQLException;
import java.util.List;

/** Writes in a transaction of the caller, which others begin and end. */
final class JoinedTransaction implements JoinedHub {
  private final JdbcHub hub;
  private final Join join;

  /** How an operation gets into the transaction. */
  interface Join {
    <T> T write(WriteOperation<T> operation) throws SQLException;
  }

  JoinedTransaction(JdbcHub hub, Join join) {
    this.hub = hub;
    this.join = join;
  }

  @Override
  public List<StartOutcome> start(List<NewInstance> instances) {
    for (NewInstance instance : instances) {
      if (instance.owner().isPresent()) {
        throw new IllegalArgumentException(
            "a session cannot claim '"
                + instance.instanceId()
                + "' before the caller's transaction has ended; start it without an owner");
      }
    }
    return write(new StartOperation(hub, instances.stream().map(EncodedStart::of).toList()));
  }

  @Override
  public List<SendOutcome> send(List<Message> messages) {
    return write(new SendOperation(hub, EncodedMessage.of(messages)));
  }

  private <T> T write(WriteOperation<T> operation) {
    try {
      return join.write(operation);
    } catch (SQLException e) {
      StorageException failure =
          hub.database().dialect().failure("write in the caller's transaction", e, false);
      throw new StorageException(failure.getMessage() + "; roll the transaction back", e);
    }
  }
}
