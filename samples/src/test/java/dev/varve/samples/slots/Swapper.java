package dev.varve.samples.slots;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.slots.SwapOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that swaps, and ends without a trace at its nth write of the slot record: before the
 * write or behind it.
 */
public final class Swapper {
  private static final AtomicInteger WRITES = new AtomicInteger();

  private Swapper() {}

  /**
   * @param arguments file, number of the write, and {@code before} or {@code behind}
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path file = Path.of(arguments[0]);
    int fatal = Integer.parseInt(arguments[1]);
    boolean before = arguments[2].equals("before");
    try (SqliteStorage storage = SqliteStorage.at(file)) {
      HubStore control = storage.hub("control");
      HubRecords records = control.records();
      HubRecords dying =
          (HubRecords)
              proxy(
                  HubRecords.class,
                  (method, values) -> {
                    boolean dies =
                        method.getName().equals("compareAndSet")
                            && WRITES.incrementAndGet() == fatal;
                    if (dies && before) {
                      Runtime.getRuntime().halt(137);
                    }
                    Object answer = method.invoke(records, values);
                    if (dies) {
                      Runtime.getRuntime().halt(137);
                    }
                    return answer;
                  });
      HubStore seen =
          (HubStore)
              proxy(
                  HubStore.class,
                  (method, values) ->
                      method.getName().equals("records") ? dying : method.invoke(control, values));
      System.out.println(
          Slots.of(seen, "shop", value -> SqliteStorage.at(Path.of(value)))
              .swap(SwapOptions.IF_IDLE.closedAtMost(Duration.ofSeconds(2)).holding(), "child", "")
              .outcome());
    }
  }

  /** A call of an interface. */
  private interface Call {
    Object on(Method method, Object[] values) throws Throwable;
  }

  private static Object proxy(Class<?> type, Call call) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, values) -> {
          try {
            return call.on(method, values);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }
}
