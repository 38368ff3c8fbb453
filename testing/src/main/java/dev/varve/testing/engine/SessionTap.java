package dev.varve.testing.engine;

import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.storage.StorageCapabilities;
import dev.varve.storage.WorkerSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that remembers the session opened last, so that a test can let its worker die. */
final class SessionTap implements Storage {
  private final Storage store;
  private volatile @Nullable WorkerSession last;

  SessionTap(Storage store) {
    this.store = store;
  }

  WorkerSession lastSession() {
    WorkerSession session = last;
    if (session == null) {
      throw new IllegalStateException("no engine has been started");
    }
    return session;
  }

  @Override
  public StorageCapabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public List<String> hubs() {
    return store.hubs();
  }

  @Override
  public HubStore hub(String name) {
    HubStore hub = store.hub(name);
    return (HubStore)
        Proxy.newProxyInstance(
            HubStore.class.getClassLoader(),
            new Class<?>[] {HubStore.class},
            (proxy, method, arguments) -> call(hub, method, arguments));
  }

  private @Nullable Object call(
      HubStore hub, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      Object result = method.invoke(hub, arguments);
      if (result instanceof WorkerSession session) {
        last = session;
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
