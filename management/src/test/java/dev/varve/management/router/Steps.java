package dev.varve.management.router;

import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import dev.varve.versioning.router.AppHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a router and its real store and host, and notes each thing that it does to them
 * from the moment it is armed: before it is done, and behind. At one of these steps it says so and
 * stays there, to be killed.
 */
final class Steps {
  private static final Set<String> OF_THE_HOST = Set.of("start", "stop");
  private static final Set<String> OF_THE_RECORDS = Set.of("compareAndSet");
  private static final Set<String> OF_THE_SESSION = Set.of("commit");

  private final String hub;
  private final List<String> seen = new ArrayList<>(); // guarded by itself
  private volatile @Nullable String end;

  /**
   * @param hub that of the router
   */
  Steps(String hub) {
    this.hub = hub;
  }

  /** Notes steps from now on, and stays at one of them, such as {@code before stop 1}. */
  void arm(String step) {
    synchronized (seen) {
      seen.clear();
      end = step;
    }
  }

  /** What was done since, in order: when, what, and for the how-manieth time. */
  List<String> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  Storage of(Storage storage) {
    return (Storage)
        Proxy.newProxyInstance(
            Steps.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              Object result = invoke(storage, method, arguments);
              return result instanceof HubStore store && store.name().equals(hub)
                  ? of(store)
                  : result;
            });
  }

  private HubStore of(HubStore store) {
    HubRecords records = noting(HubRecords.class, store.records(), OF_THE_RECORDS);
    return (HubStore)
        Proxy.newProxyInstance(
            Steps.class.getClassLoader(),
            new Class<?>[] {HubStore.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "records" -> records;
                  case "openSession" ->
                      noting(
                          WorkerSession.class,
                          (WorkerSession) invoke(store, method, arguments),
                          OF_THE_SESSION);
                  default -> invoke(store, method, arguments);
                });
  }

  AppHost of(AppHost host) {
    return noting(AppHost.class, host, OF_THE_HOST);
  }

  private <T> T noting(Class<T> type, T target, Set<String> steps) {
    return type.cast(
        Proxy.newProxyInstance(
            Steps.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              boolean isStep = steps.contains(method.getName());
              if (isStep) {
                step("before " + method.getName());
              }
              Object result = invoke(target, method, arguments);
              if (isStep) {
                step("behind " + method.getName());
              }
              return result;
            }));
  }

  private void step(String name) {
    boolean stays;
    synchronized (seen) {
      long before = seen.stream().filter(step -> step.startsWith(name + " ")).count();
      String step = name + " " + (before + 1);
      seen.add(step);
      stays = step.equals(end);
    }
    if (stays) {
      RouterProcess.say("stays");
      while (true) {
        LockSupport.park();
      }
    }
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
