package dev.varve.testing.simulation;

import dev.varve.CurrentVersions;
import dev.varve.DataConverter;
import dev.varve.JacksonDataConverter;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The workers of a run with the store they share, and what happens to them. */
final class Site {
  static final DataConverter CONVERTER = new JacksonDataConverter();
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration FOUND_AFTER = Duration.ofMillis(700);

  private final Setting setting;
  private final World world;
  private final Faults faults;
  private final InMemoryStorage store;
  private final HubStore truth;
  private final HubStore seen;
  private final Monitor monitor;
  private final PlantedBug bug;
  private final SplittableRandom random;
  private final Witness witness = new Witness();
  private final List<Worker> workers = new ArrayList<>();
  private CurrentVersions.Snapshot current = snapshot(1);
  private boolean calm;
  private boolean closing;

  /**
   * @param bug what the workers see instead of the store itself
   */
  Site(Setting setting, World world, SplittableRandom random, PlantedBug bug) {
    this.setting = setting;
    this.world = world;
    this.faults = new Faults(random.split(), setting.perMille(), setting.faults());
    this.store = new InMemoryStorage(world::storeTime);
    this.truth = store.hub("simulation");
    this.monitor = new Monitor(world, truth, this::crash);
    this.seen = bug.inStore(truth, random.split());
    this.bug = bug;
    this.random = random;
    for (Deployment deployment : setting.workers()) {
      workers.add(new Worker(workers.size(), this, random.split(), deployment));
    }
  }

  Setting setting() {
    return setting;
  }

  World world() {
    return world;
  }

  Faults faults() {
    return faults;
  }

  Monitor monitor() {
    return monitor;
  }

  Witness witness() {
    return witness;
  }

  /** The store itself. */
  HubStore truth() {
    return truth;
  }

  List<Worker> workers() {
    return workers;
  }

  Storage storage(WorkerProcess process) {
    HubStore hub = new FaultyHub(seen, new Gate(process, faults), monitor);
    return new FaultyStorage(store.capabilities(), bug.inEngine(hub, random.split()));
  }

  private void crash(WorkerSession session) {
    WorkerSession own = session;
    while (own instanceof ForwardingSession wrong) {
      own = wrong.session;
    }
    store.crash(own);
  }

  CurrentVersions currentVersions() {
    return () -> current;
  }

  private static CurrentVersions.Snapshot snapshot(int version) {
    return CurrentVersions.of(Map.of(Program.NAME, version)).snapshot();
  }

  // ---- what happens ----

  void open() {
    workers.forEach(worker -> world.after(Duration.ofMillis(1), worker::start));
    for (Mishap mishap : setting.mishaps()) {
      world.after(Duration.ofMillis(mishap.atMillis()), () -> happen(mishap));
    }
    expireLeases();
  }

  private void expireLeases() {
    monitor.expire(LEASE.toNanos());
    world.after(LOOK, this::expireLeases);
  }

  private void happen(Mishap mishap) {
    Worker worker = workers.get(mishap.worker());
    Duration duration = Duration.ofMillis(mishap.millis());
    world.note("mishap " + mishap);
    switch (mishap.kind()) {
      case KILL -> {
        worker.kill();
        startAgain(worker, mishap, duration);
      }
      case STOP -> {
        worker.stop();
        startAgain(worker, mishap, duration);
      }
      case PAUSE -> worker.pause(duration);
      case FOUND_DEAD -> foundDead(worker);
      case OUTAGE -> {
        faults.outage(!calm);
        world.after(duration, () -> faults.outage(false));
      }
      case WORKER_CLOCK -> {
        if (worker.process() != null) {
          worker.process().jumpClock(duration);
        }
      }
      case STORE_CLOCK -> world.jumpStoreClock(duration);
      case MOVE_CURRENT -> current = snapshot(mishap.millis());
    }
  }

  private void startAgain(Worker worker, Mishap mishap, Duration downtime) {
    worker.deploy(mishap.next());
    world.after(downtime, () -> startWhenDown(worker));
  }

  private void startWhenDown(Worker worker) {
    if (closing) {
      return;
    }
    worker.start();
    if (!worker.isUp() || worker.isStopping()) {
      world.after(FOUND_AFTER, () -> startWhenDown(worker));
    }
  }

  private void foundDead(Worker worker) {
    WorkerProcess process = worker.process();
    if (process != null) {
      monitor.liveSessionsOf(process).forEach(session -> monitor.foundDead(session, "mishap"));
    }
  }

  // ---- calm ----

  /** From here on nothing fails, and somebody serves everything. */
  void calmDown() {
    calm = true;
    faults.stop();
    world.note("calm");
    for (Worker worker : workers) {
      worker.goOn();
      if (worker.deployment().broken() || worker == workers.getFirst()) {
        if (setting.isFaultFree()) {
          worker.stop();
        } else {
          worker.kill();
        }
        worker.deploy(Deployment.whole());
      }
      startWhenDown(worker);
    }
  }

  void stopAll() {
    closing = true;
    workers.forEach(Worker::stop);
  }

  boolean isDown() {
    return workers.stream().noneMatch(Worker::isUp);
  }
}
