package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Work of the user on the writer's own connection, since SQLite has one writer at a time. It has a
 * transaction of its own. While it runs nothing else is written, so it must be short.
 */
final class CallbackOperation<T extends @Nullable Object>
    extends WriteOperation<CallbackOperation.Result<T>> {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Set<String> OURS =
      Set.of("commit", "rollback", "setAutoCommit", "close", "abort", "setTransactionIsolation");

  /** The callback that runs on this thread, to join it. */
  private static final ThreadLocal<CallbackOperation<?>> RUNNING = new ThreadLocal<>();

  private final TransactionWork<T> work;
  private final List<WriteOperation<?>> joined = new ArrayList<>();
  private @Nullable Connection guarded;
  private @Nullable WriteBatch batch;
  private @Nullable Exception thrown;

  /**
   * What the work returned.
   *
   * @param value may be null
   */
  record Result<T extends @Nullable Object>(T value) {}

  CallbackOperation(TransactionWork<T> work) {
    this.work = work;
  }

  /** The callback that runs on this thread with this connection, if there is one. */
  static @Nullable CallbackOperation<?> running(Connection connection) {
    CallbackOperation<?> running = RUNNING.get();
    return running != null && connection.equals(running.guarded) ? running : null;
  }

  /** The callback that runs on this thread, if there is one. */
  static @Nullable CallbackOperation<?> running() {
    return RUNNING.get();
  }

  /** What the user's work threw when it failed. */
  @Nullable Exception thrown() {
    return thrown;
  }

  /** So that what it throws undoes nothing of others. */
  @Override
  boolean alone(Dialect dialect) {
    return true;
  }

  @Override
  Result<T> apply(WriteBatch current) throws SQLException {
    current.settle();
    thrown = null;
    batch = current;
    guarded = guard(current.connection());
    long began = System.nanoTime();
    RUNNING.set(this);
    try {
      Result<T> result = new Result<>(work.run(guarded));
      checkTime(Duration.ofNanos(System.nanoTime() - began));
      return result;
    } catch (Exception e) {
      thrown = e;
      throw new StorageException("the caller's work failed: " + e, e);
    } finally {
      RUNNING.remove();
      guarded = null;
      batch = null;
    }
  }

  private static void checkTime(Duration taken) {
    if (taken.compareTo(LIMIT) > 0) {
      throw new StorageException(
          "the work in the transaction took "
              + taken
              + " while nothing else could be written, and was rolled back; stay below "
              + LIMIT,
          null);
    }
  }

  /** Applies another operation in the same transaction. */
  <R> R join(WriteOperation<R> operation) throws SQLException {
    WriteBatch current = batch;
    if (current == null) {
      throw new IllegalStateException("the transaction has ended");
    }
    joined.add(operation);
    return operation.applyNow(current);
  }

  @Override
  void undo() {
    for (int i = joined.size() - 1; i >= 0; i--) {
      joined.get(i).undo();
    }
    joined.clear();
  }

  @Override
  void committed() {
    joined.forEach(WriteOperation::complete);
    joined.clear();
  }

  /** The connection without what would end or change the transaction. */
  private static Connection guard(Connection connection) {
    Object[] self = new Object[1];
    self[0] =
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> guarded(connection, proxy, method, arguments));
    return (Connection) self[0];
  }

  @SuppressWarnings("ReferenceEquality") // a proxy equals nothing but itself
  private static @Nullable Object guarded(
      Connection connection, Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (method.getName().equals("equals")) {
      return proxy == arguments[0];
    }
    if (OURS.contains(method.getName())) {
      throw new SQLException(
          method.getName() + " is not for the work in the transaction; return or throw instead");
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
