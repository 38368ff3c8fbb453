package dev.varve.versioning.router;

import dev.varve.storage.Storage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An app with the class loader it lives in. Thread-safe. */
final class LoadedApp implements AppEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger("dev.varve.router");

  private final AppRun run;
  private final URLClassLoader loader;
  private final HostedApp app;

  private LoadedApp(AppRun run, URLClassLoader loader, HostedApp app) {
    this.run = run;
    this.loader = loader;
    this.app = app;
  }

  static LoadedApp load(AppRun run, List<URL> classPath, String mainClass, Storage storage)
      throws AppStartException {
    URLClassLoader loader =
        new URLClassLoader(run.id(), classPath.toArray(URL[]::new), new SharedClasses());
    try {
      HostedApp app =
          loader.loadClass(mainClass).asSubclass(HostedApp.class).getConstructor().newInstance();
      LoadedApp loaded = new LoadedApp(run, loader, app);
      loaded.start(storage);
      return loaded;
    } catch (Exception | LinkageError e) {
      try {
        loader.close();
      } catch (IOException also) {
        e.addSuppressed(also);
      }
      throw new AppStartException(run + " did not come up: " + e, e);
    }
  }

  private void start(Storage storage) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader); // inherited by the threads that it starts
    try {
      app.start(storage, run.hub());
    } catch (Exception e) {
      app.close();
      throw e;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public AppResponse send(AppRequest request) throws AppUnreachableException {
    try {
      return app.answer(request);
    } catch (RuntimeException e) {
      throw new AppUnreachableException(run + " failed: " + e, true, e);
    }
  }

  /** Ends the app, then the threads it left, then its class loader. */
  void unload(Duration patience) throws IOException {
    try {
      app.close();
    } catch (RuntimeException e) {
      LOG.warn("{} failed while it ended", run, e);
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (isOwn(thread)) {
        end(thread, patience);
      }
    }
    loader.close();
  }

  @SuppressWarnings("ReferenceEquality") // a loader is nothing but itself
  private boolean isOwn(Thread thread) {
    return thread.getContextClassLoader() == loader && !thread.equals(Thread.currentThread());
  }

  private void end(Thread thread, Duration patience) {
    thread.interrupt();
    try {
      if (!thread.join(patience)) {
        LOG.error("{} left the thread {}, which does not end", run, thread.getName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JDK, and of this program's classes those that an app and the router have in common. */
  private static final class SharedClasses extends ClassLoader {
    private static final List<String> SHARED =
        List.of("dev.varve.", "org.slf4j.", "org.jspecify.", "tools.jackson.", "com.fasterxml.");

    SharedClasses() {
      super("varve-shared", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (SHARED.stream().noneMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      return LoadedApp.class.getClassLoader().loadClass(name);
    }
  }
}
