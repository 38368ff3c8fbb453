package dev.varve.testing.simulation;

import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.internal.engine.BuilderAccess;
import dev.varve.internal.engine.Ports;
import dev.varve.internal.engine.Rhythm;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A place where one worker process after the other runs. */
final class Worker {
  private static final Rhythm RHYTHM =
      new Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));
  private static final Duration RETRY = Duration.ofMillis(300);

  private final int number;
  private final Site site;
  private final SplittableRandom random;
  private Deployment deployment;
  private @Nullable WorkerProcess process;
  private @Nullable Varve varve;
  private int generation;

  Worker(int number, Site site, SplittableRandom random, Deployment deployment) {
    this.number = number;
    this.site = site;
    this.random = random;
    this.deployment = deployment;
  }

  /** Starts a process, again and again until the store lets it. */
  void start() {
    if (process != null) {
      return;
    }
    generation++;
    WorkerProcess started =
        new WorkerProcess(
            "worker" + number + "." + generation,
            site.world(),
            random.split(),
            site.setting().isFaultFree());
    process = started;
    site.world().note(started.name() + " starts " + deployment);
    try {
      varve = builder(started).start();
    } catch (StorageException e) {
      process = null;
      started.die(() -> {});
      site.world().after(RETRY, this::start);
    }
  }

  private VarveBuilder builder(WorkerProcess started) {
    VarveBuilder builder =
        Varve.builder()
            .dataConverter(Site.CONVERTER)
            .currentVersions(site.currentVersions())
            .workerName(started.name())
            .maxCrashes(1_000)
            .sharedStorage(site.storage(started));
    BuilderAccess.to(builder)
        .simulate(builder, new Ports(started, started, new SeededIds(random.split())), RHYTHM);
    return deployment.register(builder, observer(started));
  }

  /** What runs in a process that has died is not seen by anybody. */
  private Deployment.Observer observer(WorkerProcess started) {
    return new Deployment.Observer() {
      @Override
      public void orchestrates(OrchestrationContext context, int version) {
        if (!started.isDead()) {
          site.witness().saw(context.executionId(), version);
        }
      }

      @Override
      public void runs(ActivityContext context) {
        if (!started.isDead()) {
          site.monitor()
              .executions()
              .ran(
                  started.name(),
                  context,
                  started.activityBegan(),
                  () -> site.monitor().holds(started, context.instanceId()));
        }
      }
    };
  }

  void deploy(Deployment next) {
    deployment = next;
  }

  Deployment deployment() {
    return deployment;
  }

  boolean isStopping() {
    return process != null && process.isStopping();
  }

  boolean isUp() {
    return process != null;
  }

  /** Whether clients may use it now. */
  boolean answers() {
    WorkerProcess running = process;
    return running != null && varve != null && !running.isHalted() && !running.isStopping();
  }

  @Nullable WorkerProcess process() {
    return process;
  }

  /** Lets a client of this worker do something, which may take time. */
  void ask(Consumer<VarveClient> question) {
    WorkerProcess running = process;
    Varve engine = varve;
    if (running == null || engine == null) {
      throw new IllegalStateException("worker " + number + " is down");
    }
    running.add(() -> running.begin(() -> question.accept(engine.client())));
  }

  /** Loses the process with all it has in memory. */
  void kill() {
    WorkerProcess killed = process;
    if (killed == null) {
      return;
    }
    site.world().note(killed.name() + " dies");
    bury(killed);
  }

  private void bury(WorkerProcess dead) {
    Varve engine = varve;
    process = null;
    varve = null;
    dead.die(() -> {
      if (engine != null) {
        quietly(engine);
      }
    });
  }

  private static void quietly(Varve engine) {
    try {
      engine.close();
    } catch (StorageException expected) {
      // Nothing reaches the store any more.
    }
  }

  /** Drains and stops the process. */
  void stop() {
    WorkerProcess stopped = process;
    Varve engine = varve;
    if (stopped == null || engine == null || stopped.isStopping() || stopped.isHalted()) {
      return;
    }
    site.world().note(stopped.name() + " stops");
    stopped.stopping();
    stopped.add(() ->
        stopped.begin(() -> {
          quietly(engine);
          site.world().note(stopped.name() + " has stopped");
          if (!stopped.isDead()) {
            site.world().after(Duration.ofMillis(1), () -> ended(stopped));
          }
        }));
  }

  private void ended(WorkerProcess stopped) {
    if (process == stopped) {
      bury(stopped);
    }
  }

  void pause(Duration duration) {
    WorkerProcess paused = process;
    if (paused != null) {
      site.world().note(paused.name() + " stands still for " + duration);
      paused.halt(true);
      site.world()
          .after(
              duration,
              () -> {
                if (!paused.isDead()) {
                  site.world().note(paused.name() + " goes on");
                  paused.halt(false);
                }
              });
    }
  }

  void goOn() {
    if (process != null) {
      process.halt(false);
    }
  }
}
