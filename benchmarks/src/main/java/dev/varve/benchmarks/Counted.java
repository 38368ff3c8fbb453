package dev.varve.benchmarks;

import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands between an engine and its store, or a store and its database, and counts what passes.
 * Thread-safe.
 */
final class Counted {
  /** What a store answers by itself, and what happens only once. */
  private static final Set<String> FREE =
      Set.of(
          "name",
          "id",
          "now",
          "capabilities",
          "hub",
          "records",
          "onChange",
          "renewalInterval",
          "pollInterval",
          "close");

  private final AtomicLong count = new AtomicLong();

  /** How many calls or statements there were. */
  long count() {
    return count.get();
  }

  /** Counts the calls to a store, its hubs and its sessions. */
  Storage calls(Storage storage) {
    return counting(Storage.class, storage);
  }

  /** Counts the statements that are executed, a batch as one, and the commits. */
  DataSource statements(DataSource connections) {
    return counting(DataSource.class, connections);
  }

  private <T> T counting(Class<T> type, T target) {
    Object proxy =
        Proxy.newProxyInstance(
            Counted.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> pass(target, method, arguments));
    return type.cast(proxy);
  }

  private @Nullable Object pass(Object target, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (counts(target, method.getName())) {
      count.incrementAndGet();
    }
    try {
      return followed(method.getReturnType(), method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static boolean counts(Object target, String method) {
    return switch (target) {
      case Statement statement -> method.startsWith("execute");
      case Connection connection -> method.equals("commit");
      case DataSource source -> false;
      default -> !FREE.contains(method);
    };
  }

  private @Nullable Object followed(Class<?> type, @Nullable Object result) {
    return switch (result) {
      case HubStore hub -> counting(HubStore.class, hub);
      case HubRecords records -> counting(HubRecords.class, records);
      case WorkerSession session -> counting(WorkerSession.class, session);
      case PreparedStatement statement when type == PreparedStatement.class ->
          counting(PreparedStatement.class, statement);
      case Statement statement when type == Statement.class -> counting(Statement.class, statement);
      case Connection connection when type == Connection.class ->
          counting(Connection.class, connection);
      case null, default -> result;
    };
  }
}
