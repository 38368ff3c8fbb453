package dev.varve.jdbc;

import dev.varve.ActivityContext;
import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * An activity whose writes and whose result become durable together, exactly once: however often it
 * is delivered, only one run of it commits, and the others return what that one returned.
 *
 * @param <I> type of the input
 * @param <O> type of the output
 */
@FunctionalInterface
public interface TransactionalActivity<I extends @Nullable Object, O extends @Nullable Object> {
  /**
   * Does the work. What it throws rolls the transaction back and fails the attempt.
   *
   * @param connection in a transaction, which must not be ended here
   */
  O run(ActivityContext context, Connection connection, I input) throws Exception;
}
