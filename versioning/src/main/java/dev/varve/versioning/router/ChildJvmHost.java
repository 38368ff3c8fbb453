package dev.varve.versioning.router;

import dev.varve.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Runs each app in a JVM of its own on this machine. Thread-safe.
 *
 * <p>What is started is a closed map from builds to commands, given in code; no shell, argument or
 * environment ever comes from a request. A child gets a folder of its own below the root, an
 * environment of what is listed here and nothing else, and talks on the loopback address alone,
 * where it must answer a health check before it takes requests. Its output is kept in files of
 * limited size.
 *
 * <p>A child ends when its standard input does ({@link AppProcess#awaitEnd}), so it does not
 * outlive this process; and its process id and start time are kept in the root, so that one that
 * ignored that is ended before anything is started there again. One host at a time uses a root.
 */
public final class ChildJvmHost implements AppHost {
  private final ChildSettings settings;
  private final FileChannel lockFile;
  private final Map<AppRun, Child> children = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private ChildJvmHost(ChildSettings settings, FileChannel lockFile) {
    this.settings = settings;
    this.lockFile = lockFile;
  }

  /**
   * Begins to describe a host.
   *
   * @param root a folder of the host's own; created if it is not there
   */
  public static Builder builder(Path root) {
    return new Builder(root);
  }

  /** Collects what a host may run and how. Not thread-safe. */
  public static final class Builder {
    private final Path root;
    private final Map<AppBuild, AppProgram> programs = new TreeMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private String healthPath = "/health";
    private Duration startTimeout = Duration.ofSeconds(30);
    private Duration stopTimeout = Duration.ofSeconds(10);
    private Duration answerTimeout = Duration.ofSeconds(100);
    private int maxChildren = 100;
    private int keptLogs = 5;

    private Builder(Path root) {
      this.root = root;
    }

    /**
     * Adds a build.
     *
     * @throws IllegalArgumentException if it is there already
     */
    public Builder build(String app, String version, AppProgram program) {
      AppBuild build = AppBuild.of(app, version);
      if (programs.put(build, program) != null) {
        throw new IllegalArgumentException("the build " + build + " is given twice");
      }
      return this;
    }

    /** Sets a variable in the environment of all children; they get no other but the host's own. */
    public Builder environment(String name, String value) {
      environment.put(
          Names.requireText("name of a variable", name, 200),
          Names.requireText("value of " + name, value, 32_000));
      return this;
    }

    /** What a child answers with 200 once it is up; {@code /health} by default. */
    public Builder healthPath(String path) {
      this.healthPath = AppRequest.get(path).path();
      return this;
    }

    /** How long a child may take until it is up; 30 seconds by default. */
    public Builder startTimeout(Duration longest) {
      this.startTimeout = longest;
      return this;
    }

    /** How long a child may take to end before it is killed; 10 seconds by default. */
    public Builder stopTimeout(Duration longest) {
      this.stopTimeout = longest;
      return this;
    }

    /** How long an answer may take; 100 seconds by default. */
    public Builder answerTimeout(Duration longest) {
      this.answerTimeout = longest;
      return this;
    }

    /** How many children may run at a time; 100 by default, at least 1. */
    public Builder maxChildren(int count) {
      if (count < 1) {
        throw new IllegalArgumentException("maxChildren is " + count + "; give 1 or more");
      }
      this.maxChildren = count;
      return this;
    }

    /** How many runs of an app keep their log; 5 by default, at least 1. */
    public Builder keptLogs(int runs) {
      if (runs < 1) {
        throw new IllegalArgumentException("keptLogs is " + runs + "; give 1 or more");
      }
      this.keptLogs = runs;
      return this;
    }

    /**
     * Takes the root, and ends what an earlier host may have left running there.
     *
     * @throws IllegalStateException if another host uses the root
     * @throws UncheckedIOException if the root cannot be used
     */
    public ChildJvmHost open() {
      try {
        Files.createDirectories(root);
        Path real = root.toRealPath();
        FileChannel lockFile = lock(real);
        try {
          Leftovers.end(real, stopTimeout);
        } catch (IOException | RuntimeException e) {
          lockFile.close();
          throw e;
        }
        return new ChildJvmHost(
            new ChildSettings(
                real,
                Map.copyOf(programs),
                Map.copyOf(environment),
                healthPath,
                startTimeout,
                stopTimeout,
                answerTimeout,
                maxChildren,
                keptLogs),
            lockFile);
      } catch (IOException e) {
        throw new UncheckedIOException("the folder " + root + " cannot be used", e);
      }
    }

    private static FileChannel lock(Path root) throws IOException {
      FileChannel channel =
          FileChannel.open(
              root.resolve("host.lock"),
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process, which is as much in use.
      }
      channel.close();
      throw new IllegalStateException(
          "the folder " + root + " is used by another host; end that one, or take another folder");
    }
  }

  @Override
  public Set<AppBuild> builds() {
    return settings.programs().keySet();
  }

  @Override
  public AppEndpoint start(AppRun run) throws AppStartException, InterruptedException {
    AppProgram program = settings.programs().get(run.build());
    if (program == null) {
      throw new IllegalArgumentException("this host has no build " + run.build());
    }
    Child child = children.get(run);
    if (child == null || !child.isAlive()) {
      child = launch(run, program);
    }
    try {
      child.awaitHealth();
    } catch (AppStartException | InterruptedException e) {
      stop(run);
      throw e;
    }
    if (closed) {
      stop(run);
      throw new AppStartException("the host is closed", null);
    }
    return child;
  }

  private Child launch(AppRun run, AppProgram program) throws AppStartException {
    children.values().removeIf(child -> !child.isAlive());
    if (children.size() >= settings.maxChildren()) {
      throw new AppStartException(
          "the host runs %d children, and no more than %d may be"
              .formatted(children.size(), settings.maxChildren()),
          null);
    }
    try {
      Child child = Child.launch(run, program, settings);
      children.put(run, child);
      return child;
    } catch (IOException e) {
      throw new AppStartException(run + " cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<AppEndpoint> endpoint(AppRun run) {
    return Optional.ofNullable(children.get(run)).filter(Child::isReady).map(child -> child);
  }

  @Override
  public void stop(AppRun run) {
    Child child = children.get(run);
    if (child != null) {
      child.stop();
      children.remove(run, child);
    }
  }

  @Override
  public Set<AppRun> running() {
    return children.entrySet().stream()
        .filter(entry -> entry.getValue().isAlive())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The process id of a run; empty if it does not run. */
  public Optional<Long> processId(AppRun run) {
    return Optional.ofNullable(children.get(run)).filter(Child::isAlive).map(Child::processId);
  }

  @Override
  public void close() {
    closed = true;
    children.values().forEach(Child::beginStop);
    children.keySet().forEach(this::stop);
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of " + settings.root() + " cannot be freed", e);
    }
  }
}
