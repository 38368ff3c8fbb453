package dev.varve.testing.simulation;

import dev.varve.storage.InstanceRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One run: workers, store, customers and mishaps, all from one setting. */
final class Simulation {
  private static final Duration STORM = Duration.ofSeconds(13);
  private static final Duration CALM = Duration.ofSeconds(180);

  /** Longer than a lease, so that the last of the dead are found. */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  private static final Duration DRAIN = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final World world;
  private final Site site;
  private final List<Customer> customers = new ArrayList<>();
  private boolean ended;

  /**
   * What a run that violated nothing did.
   *
   * @param trace the fingerprint of all it did
   * @param fired how often each fault struck each method
   */
  record Outcome(
      long trace, int steps, int instances, int turns, int activities, Map<String, Integer> fired) {
    Outcome {
      fired = Map.copyOf(fired);
    }
  }

  private Simulation(Setting setting, PlantedBug bug, Trace trace) {
    SplittableRandom random = new SplittableRandom(setting.seed());
    this.world = new World(random.split(), trace);
    this.site = new Site(setting, world, random.split(), bug);
    for (int number = 1; number <= setting.customers(); number++) {
      customers.add(new Customer("order-" + number, site, random.split()));
    }
  }

  /**
   * Runs it.
   *
   * @throws Violation the first invariant that does not hold
   */
  static Outcome run(Setting setting, PlantedBug bug, Trace trace) {
    Simulation simulation = new Simulation(setting, bug, trace);
    try {
      return simulation.run();
    } catch (Violation e) {
      simulation.describe();
      throw e;
    } catch (RuntimeException e) {
      simulation.world.throwViolation();
      throw new Violation(Invariant.SURPRISE, e);
    } finally {
      simulation.site.workers().forEach(Worker::kill);
    }
  }

  /** All histories, for people who follow a trace. */
  private void describe() {
    for (Chronicle chronicle : site.monitor().chronicles()) {
      chronicle
          .executions()
          .forEach(turns -> turns.forEach(turn -> world.note(chronicle.instanceId() + " " + turn)));
    }
  }

  private Outcome run() {
    site.open();
    customers.forEach(Customer::begin);
    boolean unused = world.runUntil(() -> false, STORM);
    site.calmDown();
    look();
    world.require(world.runUntil(() -> ended, CALM), Invariant.I11, "not at rest: " + unfinished());
    boolean settled = world.runUntil(() -> false, SETTLE);
    site.stopAll();
    world.require(world.runUntil(site::isDown, DRAIN), Invariant.I11, "the workers do not stop");
    new Audit(site).check(customers);
    return new Outcome(
        world.trace().hash(),
        world.steps(),
        site.monitor().chronicles().size(),
        site.monitor().turns(),
        site.monitor().executions().total(),
        site.faults().fired());
  }

  private void look() {
    ended =
        customers.stream().allMatch(Customer::hasFinished)
            && site.truth().counts().stream().allMatch(count -> count.status().isFinished());
    world.after(LOOK, this::look);
  }

  private String unfinished() {
    return Audit.rows(site.truth()).stream()
            .filter(row -> !row.status().isFinished())
            .map(Simulation::summary)
            .toList()
        + " "
        + customers.stream().filter(c -> !c.hasFinished()).map(Customer::id).toList();
  }

  private static String summary(InstanceRow row) {
    return row.instanceId()
        + " "
        + row.function()
        + " "
        + row.status()
        + " #"
        + row.lastSequence()
        + row.park().map(park -> " " + park).orElse("");
  }
}
