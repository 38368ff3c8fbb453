package dev.varve.versioning.parked;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.internal.replay.Divergence;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An instance that cannot go on, and why. Immutable.
 *
 * @param status what it is besides: PENDING, RUNNING or SUSPENDED
 * @param condition why it cannot go on
 * @param since when a build last failed on it, by the store's clock; a suspension that came later
 *     counts as well. Empty for one that waits for its version, since that is nowhere recorded
 * @param difference where code and history part, if that is why
 * @param explanation what happened, in the words of the worker that parked it
 * @param failedBuilds the builds that it is not handed to, since they failed on it
 */
public record ParkedInstance(
    String instanceId,
    FunctionName function,
    OrchestrationRuntimeStatus status,
    InstanceCondition condition,
    Optional<Instant> since,
    Optional<Difference> difference,
    String explanation,
    Set<String> failedBuilds) {
  public ParkedInstance {
    failedBuilds = Collections.unmodifiableSet(new TreeSet<>(failedBuilds));
  }

  /**
   * Both sides of the first place where code no longer decides what history says.
   *
   * @param event the event's position in the history of the execution, from 0
   * @param recorded what the history holds there
   * @param now what the code does there
   */
  public record Difference(int event, String recorded, String now) {}

  ParkedInstance(InstanceRow row, InstanceCondition condition, Set<String> failedBuilds) {
    this(
        row.instanceId(),
        row.function(),
        row.status(),
        condition,
        row.park().map(park -> row.lastUpdatedAt()),
        row.park().flatMap(park -> difference(row, park)),
        row.park().map(ParkRecord::explanation).orElse("no live worker serves " + row.function()),
        failedBuilds);
  }

  private static Optional<Difference> difference(InstanceRow row, ParkRecord park) {
    return Divergence.read(row.function(), row.instanceId(), park.explanation())
        .map(found -> new Difference(found.position(), found.recorded(), found.actual()));
  }

  /** What ends the condition. */
  public String whatToDo() {
    String heals =
        switch (condition) {
          case DIVERGED ->
              "Deploy the code of %s as it was, and put the change into %s; the instance then goes on"
                      .formatted(
                          function, new FunctionName(function.base(), function.version() + 1))
                  + " by itself, and nothing that is finished runs again.";
          case UNRESOLVED ->
              "Start a worker that serves what is called, or deploy code of %s that calls what there"
                      .formatted(function)
                  + " is; it is tried again by itself then.";
          case POISON ->
              "Remove the cause that the explanation names. A build that has not failed on it tries it"
                  + " by itself; to let the same build try again, retry it. Or terminate it.";
          case WAITING_FOR_VERSION ->
              "Start a worker that serves %s; the instance then goes on by itself."
                  .formatted(function);
        };
    return status == OrchestrationRuntimeStatus.SUSPENDED
        ? heals + " It is suspended as well: resume it."
        : heals;
  }

  /** For people. */
  public String toText() {
    return ParkedText.of(this);
  }

  /** For programs: one JSON object. */
  public String toJson() {
    return ParkedJson.of(this);
  }
}
