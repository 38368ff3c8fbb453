package dev.varve.testing.simulation;

import dev.varve.ExistingInstancePolicy;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceFinishedException;
import dev.varve.InstanceNotFoundException;
import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.VarveClient;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Somebody outside who starts an instance, sends events, suspends, terminates, purges: one errand
 * after the other, through whichever worker answers. What failed without effect is done again; what
 * took effect is not, though the customer was told nothing, since a simulation can know.
 */
final class Customer {
  private static final Duration PATIENCE = Duration.ofMillis(400);

  private final String id;
  private final Site site;
  private final SplittableRandom random;
  private final Deque<Errand> errands;
  private int starts;
  private boolean there;

  Customer(String id, Site site, SplittableRandom random) {
    this.id = id;
    this.site = site;
    this.random = random;
    this.errands = new ArrayDeque<>(Errands.random(random));
  }

  String id() {
    return id;
  }

  /** How many of its starts took effect. */
  int starts() {
    return starts;
  }

  /** Whether the instance it started must be there. */
  boolean isThere() {
    return there;
  }

  boolean hasFinished() {
    return errands.isEmpty();
  }

  void begin() {
    again(Duration.ofMillis(random.nextInt(6_000)));
  }

  private void again(Duration delay) {
    site.world().after(delay, this::act);
  }

  private void act() {
    if (errands.isEmpty()) {
      return;
    }
    Errand next = errands.peek();
    List<Worker> answering = site.workers().stream().filter(Worker::answers).toList();
    if (next instanceof Errand.AwaitEnd) {
      awaitEnd();
    } else if (answering.isEmpty()) {
      again(PATIENCE);
    } else {
      Worker worker = answering.get(random.nextInt(answering.size()));
      worker.ask(client -> attempt(next, client));
    }
  }

  private void awaitEnd() {
    boolean ended =
        site.truth().instance(id).map(InstanceRow::status).filter(s -> s.isFinished()).isPresent();
    if (ended) {
      next();
    } else {
      again(PATIENCE);
    }
  }

  private void next() {
    errands.remove();
    again(Duration.ofMillis(random.nextInt(4) == 0 ? 0 : random.nextInt(1_200)));
  }

  private void attempt(Errand errand, VarveClient client) {
    try {
      run(errand, client);
      succeeded(errand);
    } catch (StorageException | IllegalStateException | UnknownFunctionException e) {
      Fiber here = site.world().fiberHere();
      if (here != null && here.hasTakenEffect()) {
        succeeded(errand);
      } else {
        again(PATIENCE);
      }
    } catch (InstanceFinishedException e) {
      next(); // events and management come too late
    } catch (InstanceNotFoundException | InstanceAlreadyExistsException e) {
      site.world().fail(Invariant.I1, errand + " of '" + id + "': " + e.getMessage());
    }
  }

  private void succeeded(Errand errand) {
    if (errand instanceof Errand.Start) {
      starts++;
      there = true;
    } else if (errand instanceof Errand.Purge) {
      there = site.truth().instance(id).isPresent();
      if (there) {
        site.world().fail(Invariant.I13, "'" + id + "' is there after it was purged");
      }
    }
    next();
  }

  private void run(Errand errand, VarveClient client) {
    switch (errand) {
      case Errand.Start e -> start(e, client);
      case Errand.StartAgain e -> startAgain(e, client);
      case Errand.Raise e -> client.raiseEvent(id, Program.EVENT, e.number());
      case Errand.RaiseMaybe e -> client.raiseEvent(id, Program.MAYBE, null);
      case Errand.Suspend e -> client.suspendInstance(id, "for a while");
      case Errand.Resume e -> client.resumeInstance(id, "goes on");
      case Errand.Terminate e -> client.terminate(id, "enough", e.recursive());
      case Errand.Look e -> look(client);
      case Errand.Purge e -> purge(client);
      case Errand.AwaitEnd e -> throw new IllegalStateException("nobody is asked for this");
    }
  }

  private void start(Errand.Start start, VarveClient client) {
    StartOptions options = StartOptions.withId(id);
    if (start.delayMillis() > 0) {
      options = options.withStartTime(site.world().storeTime().plusMillis(start.delayMillis()));
    }
    String name = start.version() == 0 ? Program.NAME : Program.NAME + "_v" + start.version();
    client.scheduleNewOrchestrationInstance(name, State.begin(start.seed(), 0), options);
  }

  private void startAgain(Errand.StartAgain again, VarveClient client) {
    StartOptions options =
        StartOptions.withId(id)
            .withExisting(
                again.keep() ? ExistingInstancePolicy.keep() : ExistingInstancePolicy.refuse());
    try {
      client.scheduleNewOrchestrationInstance(Program.NAME, State.begin(-1, 0), options);
      site.world().require(again.keep(), Invariant.I1, "'" + id + "' was started twice");
    } catch (InstanceAlreadyExistsException expected) {
      site.world().require(!again.keep(), Invariant.I1, "'" + id + "' was not kept");
    }
  }

  private void look(VarveClient client) {
    var unused = client.queryInstances(InstanceQuery.ALL);
    var counts = client.countInstances();
    try (var history = client.getHistory(id)) {
      site.world().require(history.count() > 0, Invariant.I1, "'" + id + "' has no history");
    }
    site.world().require(!counts.isEmpty(), Invariant.I10, "nothing is counted");
  }

  /** Purging what is gone has no effect, as when the answer to the first attempt was lost. */
  private void purge(VarveClient client) {
    boolean unused = client.purgeInstance(id);
  }
}
