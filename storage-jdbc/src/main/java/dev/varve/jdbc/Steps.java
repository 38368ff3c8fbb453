package dev.varve.jdbc;

import dev.varve.Activity;
import dev.varve.ActivityContext;
import dev.varve.DataConverter;
import dev.varve.JacksonDataConverter;
import dev.varve.Payload;
import dev.varve.history.ExecutionIds;
import dev.varve.storage.StorageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactional activities: a row that names the step, inserted in the transaction of the
 * user's writes, lets only one run of it commit and keeps its result for the others. It goes with
 * the instance when that is purged.
 */
final class Steps {
  private static final String INSTANCE =
      "SELECT i.instance, i.execution_id FROM varve_hub h JOIN varve_instance i ON i.hub = h.hub"
          + " WHERE i.id=?";
  private static final String TAKE =
      "INSERT INTO varve_step (step, instance) VALUES (?,?) ON CONFLICT DO NOTHING";
  private static final String KEEP = "UPDATE varve_step SET result=? WHERE step=?";
  private static final String RESULT = "SELECT result FROM varve_step WHERE step=?";

  private static final int MOST_DOUBTS = 3;

  private final DataConverter converter = new JacksonDataConverter();
  private final Transactions transactions;

  /** Runs work of the user in a transaction. */
  interface Transactions {
    <T extends @Nullable Object> T run(TransactionWork<T> work) throws Exception;
  }

  Steps(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The activity as an engine runs it. */
  @SuppressWarnings({"NullAway", "unchecked"}) // null where the output allows it; also int.class
  <I extends @Nullable Object, O extends @Nullable Object> Activity<I, O> activity(
      Class<O> outputType, TransactionalActivity<I, O> activity) {
    return (context, input) ->
        settled(connection -> {
          String step = context.idempotencyKey();
          if (!take(connection, step, instance(connection, context))) {
            return (O) converter.fromPayload(new Payload(result(connection, step)), outputType);
          }
          O output = activity.run(context, connection, input);
          keep(connection, step, converter.toPayload(output).json());
          return output;
        });
  }

  /** Where it is not known whether the transaction was committed, the next one finds its row. */
  private <T extends @Nullable Object> T settled(TransactionWork<T> work) throws Exception {
    for (int doubts = 1; ; doubts++) {
      try {
        return transactions.run(work);
      } catch (StorageException e) {
        if (!e.outcomeUnknown() || doubts == MOST_DOUBTS) {
          throw e;
        }
      }
    }
  }

  private static long instance(Connection connection, ActivityContext context) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(INSTANCE)) {
      select.setString(1, context.instanceId());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (ExecutionIds.execution(row.getString(2)).equals(context.executionId())) {
            return row.getLong(1);
          }
        }
      }
      throw new StorageException(
          "instance '" + context.instanceId() + "' is not in this database any more", null);
    }
  }

  /** Whether this run is the first; waits for one that is in the middle of it. */
  private static boolean take(Connection connection, String step, long instance)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(TAKE)) {
      insert.setString(1, step);
      insert.setLong(2, instance);
      return insert.executeUpdate() == 1;
    }
  }

  private static void keep(Connection connection, String step, String result) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(KEEP)) {
      update.setString(1, result);
      update.setString(2, step);
      update.executeUpdate();
    }
  }

  private static String result(Connection connection, String step) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(RESULT)) {
      select.setString(1, step);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
