package dev.varve.testing.slots;

import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stores as a simulated process sees them that is killed at its nth call: just before the call,
 * or behind it without learning what came of it. From then on every call fails and changes nothing.
 */
final class Killable {
  private final int fatal;
  private final boolean callCounts;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param fatal the number of the call it dies of, from 1
   * @param callCounts whether the store carries out that call
   */
  Killable(int fatal, boolean callCounts) {
    this.fatal = fatal;
    this.callCounts = callCounts;
  }

  /** The process is dead. An error, so that nothing in it takes it for a failure of the store. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  boolean isDead() {
    return calls.get() >= fatal;
  }

  HubStore hub(HubStore hub) {
    return wrap(HubStore.class, hub);
  }

  Storage storage(Storage storage) {
    return wrap(Storage.class, storage);
  }

  private <T> T wrap(Class<T> type, T wrapped) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(wrapped, method, arguments)));
  }

  private Object call(Object wrapped, Method method, Object[] arguments) throws Throwable {
    boolean leadsOn =
        method.getName().equals("records")
            || method.getName().equals("hub")
            || method.getName().equals("name")
            || method.getName().equals("close");
    int number = leadsOn ? 0 : calls.incrementAndGet();
    if (number > fatal || (number == fatal && !callCounts)) {
      throw new Killed();
    }
    Object answer = invoke(wrapped, method, arguments);
    if (number == fatal) {
      throw new Killed();
    }
    return switch (answer) {
      case HubRecords records -> wrap(HubRecords.class, records);
      case HubStore hub -> hub(hub);
      case null, default -> answer;
    };
  }

  private static Object invoke(Object wrapped, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(wrapped, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
