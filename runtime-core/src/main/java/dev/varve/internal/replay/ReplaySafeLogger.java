package dev.varve.internal.replay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;
import org.slf4j.spi.NOPLoggingEventBuilder;

/** A logger that is silent while code runs over recorded history. */
final class ReplaySafeLogger {
  private ReplaySafeLogger() {}

  static Logger wrap(Logger logger, BooleanSupplier replaying) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, args) ->
                replaying.getAsBoolean() && !method.getName().equals("getName")
                    ? silent(method)
                    : call(logger, method, args));
  }

  private static @Nullable Object silent(Method method) {
    if (method.getReturnType() == boolean.class) {
      return false;
    }
    return method.getReturnType() == LoggingEventBuilder.class
        ? NOPLoggingEventBuilder.singleton()
        : null;
  }

  private static @Nullable Object call(Logger logger, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(logger, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
