package dev.varve.versioning.router;

import dev.varve.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs each app in a class loader of its own in this process: cheap, and without a process, port or
 * file, but memory and a crash of the JVM are shared. An app sees the JDK, this library with what
 * it needs, and its own class path; it sees no class of another app or of the program around it.
 * Thread-safe.
 */
public final class ClassLoaderHost implements AppHost {
  private static final Duration THREADS_END_WITHIN = Duration.ofSeconds(5);

  /** What a build consists of. */
  private record Code(List<URL> classPath, String mainClass) {}

  private final Storage storage;
  private final Map<AppBuild, Code> builds;
  private final Map<AppRun, LoadedApp> apps = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private ClassLoaderHost(Storage storage, Map<AppBuild, Code> builds) {
    this.storage = storage;
    this.builds = builds;
  }

  /**
   * Begins to describe a host.
   *
   * @param storage holds the hubs of the apps; the caller closes it
   */
  public static Builder builder(Storage storage) {
    return new Builder(storage);
  }

  /** Collects what a host may run. Not thread-safe. */
  public static final class Builder {
    private final Storage storage;
    private final Map<AppBuild, Code> builds = new TreeMap<>();

    private Builder(Storage storage) {
      this.storage = storage;
    }

    /**
     * Adds a build.
     *
     * @param classPath archives and folders of the app alone
     * @param mainClass a {@link HostedApp} among them
     * @throws IllegalArgumentException if it is there already
     */
    public Builder build(String app, String version, List<Path> classPath, String mainClass) {
      AppBuild build = AppBuild.of(app, version);
      if (builds.put(build, new Code(urls(classPath), mainClass)) != null) {
        throw new IllegalArgumentException("the build " + build + " is given twice");
      }
      return this;
    }

    private static List<URL> urls(List<Path> classPath) {
      List<URL> urls = new ArrayList<>();
      for (Path path : classPath) {
        try {
          urls.add(path.toUri().toURL());
        } catch (MalformedURLException e) {
          throw new IllegalArgumentException("the path " + path + " has no URL", e);
        }
      }
      return List.copyOf(urls);
    }

    /** Opens the host. */
    public ClassLoaderHost open() {
      return new ClassLoaderHost(storage, Map.copyOf(builds));
    }
  }

  @Override
  public Set<AppBuild> builds() {
    return builds.keySet();
  }

  @Override
  public AppEndpoint start(AppRun run) throws AppStartException {
    Code code = builds.get(run.build());
    if (code == null) {
      throw new IllegalArgumentException("this host has no build " + run.build());
    }
    LoadedApp there = apps.get(run);
    if (there == null) {
      there = LoadedApp.load(run, code.classPath(), code.mainClass(), storage);
      apps.put(run, there);
    }
    if (closed) {
      stop(run);
      throw new AppStartException("the host is closed", null);
    }
    return there;
  }

  @Override
  public Optional<AppEndpoint> endpoint(AppRun run) {
    return Optional.ofNullable(apps.get(run));
  }

  @Override
  public void stop(AppRun run) {
    LoadedApp app = apps.remove(run);
    if (app != null) {
      try {
        app.unload(THREADS_END_WITHIN);
      } catch (IOException e) {
        throw new UncheckedIOException("the class loader of " + run + " cannot be closed", e);
      }
    }
  }

  @Override
  public Set<AppRun> running() {
    return Set.copyOf(apps.keySet());
  }

  @Override
  public void close() {
    closed = true;
    apps.keySet().forEach(this::stop);
  }
}
