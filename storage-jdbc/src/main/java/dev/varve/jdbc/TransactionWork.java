package dev.varve.jdbc;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Work of the user in one transaction.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface TransactionWork<T extends @Nullable Object> {
  /**
   * Reads and writes the user's tables. The transaction is begun and ended by others; it is rolled
   * back if this throws. May be called again if the transaction failed, so it must not do anything
   * else.
   */
  T run(Connection connection) throws Exception;
}
