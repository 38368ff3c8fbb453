package dev.varve.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** SQLite whose next COMMIT fails with an I/O error, before or after it took effect. */
final class FaultyCommits extends SqliteDialect {
  enum Fault {
    NONE,
    BEFORE,
    AFTER
  }

  volatile Fault fault = Fault.NONE;
  volatile boolean refuseToOpen;

  FaultyCommits(Path file) {
    super(file, 0);
  }

  @Override
  public Connection openWriter() throws SQLException {
    if (refuseToOpen) {
      throw failure();
    }
    Connection connection = super.openWriter();
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object result = invoke(connection, method, arguments);
          return method.getName().equals("prepareStatement") && "COMMIT".equals(arguments[0])
              ? faulty((PreparedStatement) result)
              : result;
        });
  }

  private PreparedStatement faulty(PreparedStatement commit) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("execute")) {
            return invoke(commit, method, arguments);
          }
          Fault now = fault;
          fault = Fault.NONE;
          if (now == Fault.BEFORE) {
            throw failure();
          }
          Object result = invoke(commit, method, arguments);
          if (now == Fault.AFTER) {
            throw failure();
          }
          return result;
        });
  }

  private static SQLException failure() {
    return new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC);
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
