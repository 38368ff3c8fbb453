package dev.varve.versioning.router;

import dev.varve.FailureDetails;
import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.VarveClient;
import dev.varve.versioning.router.AppChange.Verdict;
import dev.varve.versioning.router.Life.Creation;
import dev.varve.versioning.router.Life.Origin;
import dev.varve.versioning.router.Life.Removal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Starts the orchestrations that change an app, and waits for them. All of one key share an id, so
 * who finds another at work waits for it first. Thread-safe.
 */
final class LifeCalls {
  private final VarveClient client;

  LifeCalls(VarveClient client) {
    this.client = client;
  }

  /** Deploys; what others do to the key at the same time comes before it. */
  AppChange deploy(Deployment deployment, Duration timeout) {
    Creation creation =
        new Creation(
            deployment.build(),
            Origin.DEPLOYMENT,
            deployment.current(),
            deployment.who(),
            deployment.why(),
            UUID.randomUUID().toString());
    return perform(
        Life.CREATE,
        deployment.build().key(),
        creation,
        ended -> ended.token().equals(creation.token()),
        timeout);
  }

  /** Sees to it that an app runs; whoever brings it up, it is up, or has failed for all. */
  AppChange ensure(AppBuild build, Origin origin, Duration timeout) {
    return perform(
        Life.CREATE,
        build.key(),
        creation(build, origin),
        ended -> ended.function().equals(Life.CREATE),
        timeout);
  }

  AppChange remove(AppKey key, String who, String why, Duration timeout) {
    Removal removal = new Removal(key, false, who, why, UUID.randomUUID().toString());
    return perform(
        Life.REMOVE, key, removal, ended -> ended.token().equals(removal.token()), timeout);
  }

  /** Starts a revival unless something is done to the key already. */
  void beginRevival(AppBuild build) {
    begin(Life.CREATE, build.key(), creation(build, Origin.REVIVAL));
  }

  /** Starts a removal after the grace time unless something is done to the key already. */
  void beginRemoval(AppKey key) {
    begin(
        Life.REMOVE,
        key,
        new Removal(key, true, "router", "it has had nothing to do", UUID.randomUUID().toString()));
  }

  private static Creation creation(AppBuild build, Origin origin) {
    boolean asked = origin == Origin.REQUEST;
    return new Creation(
        build,
        origin,
        asked ? CurrentChoice.IF_NONE : CurrentChoice.NEVER,
        "router",
        asked ? "a request asked for it" : "it did not run",
        UUID.randomUUID().toString());
  }

  private boolean begin(String function, AppKey key, Object input) {
    try {
      client.scheduleNewOrchestrationInstance(
          function, input, StartOptions.withId(Life.instanceId(key)));
      return true;
    } catch (InstanceAlreadyExistsException e) {
      return false; // what is done to the key now comes first
    }
  }

  private AppChange perform(
      String function, AppKey key, Object input, Predicate<Life.Ended> isAnswer, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      begin(function, key, input);
      Optional<AppChange> answer =
          await(key, isAnswer, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /** What the instance of a key ends with, if that is an answer to what was asked. */
  private Optional<AppChange> await(AppKey key, Predicate<Life.Ended> isAnswer, Duration timeout) {
    OrchestrationMetadata end;
    try {
      end = client.waitForInstanceCompletion(Life.instanceId(key), timeout);
    } catch (InstanceNotFoundException e) {
      return Optional.empty(); // it was replaced or purged at this moment
    }
    Life.Ended ended = end.isCompleted() ? end.outputAs(Life.Ended.class) : null;
    if (ended != null) {
      return Optional.of(ended).filter(isAnswer).map(Life.Ended::change);
    }
    String why = end.failure().map(FailureDetails::message).orElse("it was ended by hand");
    return Optional.of(new AppChange(key, Verdict.FAILED, why, List.of()));
  }
}
