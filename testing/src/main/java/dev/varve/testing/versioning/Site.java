package dev.varve.testing.versioning;

import dev.varve.CurrentVersions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import dev.varve.testing.storage.StorageFixture;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.VersionSources;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One store, one configuration, and the processes that come and go on them. Processes are engines
 * of this JVM that share nothing but the store.
 */
final class Site implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String HUB = "versions";
  private static final long FIRST_PAUSE = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofMillis(20).toNanos();

  private final StorageFixture fixture;
  private final Storage storage;
  private final CodeVersions configuration = VersionSources.inCode();
  private final Journal journal = new Journal();
  private final List<Worker> workers = new ArrayList<>();
  private CurrentVersions currentVersions = configuration;
  private int builds;
  private final Worker outsider;

  Site(StorageFixture fixture) {
    this.fixture = fixture;
    this.storage = fixture.open(InstantSource.system());
    this.outsider = deploy(code -> {});
  }

  /** The current versions that all processes here read. */
  CodeVersions configuration() {
    return configuration;
  }

  /** Lets processes deployed from now on read something else. */
  void configureBy(CurrentVersions versions) {
    this.currentVersions = versions;
  }

  Journal journal() {
    return journal;
  }

  /** The hub itself, to look behind the engine. */
  HubStore hub() {
    return storage.hub(HUB);
  }

  /** The client of a process that runs nothing, and so only starts, asks and manages. */
  VarveClient client() {
    return outsider.client();
  }

  /** A process with a build of its own. */
  Worker deploy(Consumer<VarveBuilder> code) {
    return deploy(code, Fate.immortal());
  }

  /** A process with a build of its own that ends as its fate says. */
  Worker deploy(Consumer<VarveBuilder> code, Fate fate) {
    ProcessStorage own = new ProcessStorage(storage, fate);
    builds++;
    VarveBuilder builder =
        Varve.builder()
            .sharedStorage(own)
            .hub(HUB)
            .currentVersions(currentVersions)
            .workerName("process-" + builds)
            .buildId("build-" + builds)
            .maxCrashes(1_000)
            .drainTimeout(Duration.ofSeconds(2));
    code.accept(builder);
    Worker worker = new Worker(builder.start(), own, fate, fixture::crash);
    workers.add(worker);
    return worker;
  }

  /** Waits until something holds. To look may cost the store much, so it is done less and less. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long pause = FIRST_PAUSE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("after " + PATIENCE + " still not so: " + what);
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
    storage.close();
    fixture.close();
  }
}
