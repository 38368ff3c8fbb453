package dev.varve.versioning.rehearsal;

import dev.varve.FunctionName;
import dev.varve.VarveBuilder;
import dev.varve.storage.HubStore;
import dev.varve.versioning.export.ActiveInstances;
import dev.varve.versioning.export.HubExport;
import dev.varve.versioning.export.RecordedInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Replays the histories of all instances in flight on a build that is not deployed yet, and says of
 * each whether it would go on (specification B1).
 *
 * <pre>{@code
 * RehearsalReport report = Rehearsal.of(Varve.builder().orchestrator(Order_v1.class)).on(hub);
 * System.exit(report.exitCode());
 * }</pre>
 *
 * <p>Nothing runs but orchestrators, nothing is written, and no session is opened, so that workers
 * do not notice. Histories are read in parts; what is kept is the report. A finding stands for the
 * moment it was made: an instance that changes while it is replayed is looked at again before
 * anything is held against it. Not thread-safe.
 */
public final class Rehearsal {
  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

  private final Build build;
  private final Set<FunctionName> elsewhere = new HashSet<>();
  private int atMost = Integer.MAX_VALUE;
  private Duration timeLimit = DEFAULT_TIME_LIMIT;
  private Consumer<Finding> listener = finding -> {};

  private Rehearsal(Build build) {
    this.build = build;
  }

  /**
   * A rehearsal of what is registered in a builder, which need not have a store and is not started.
   */
  public static Rehearsal of(VarveBuilder builder) {
    return new Rehearsal(Build.of(builder));
  }

  /**
   * Functions that other workers go on serving. Instances of such orchestrators are passed over,
   * and nobody is blamed for lacking such activities.
   */
  public Rehearsal servedElsewhere(Set<FunctionName> functions) {
    elsewhere.addAll(functions);
    return this;
  }

  /**
   * Replays so many instances of each function and version at most, the oldest; all unless set. The
   * report says that it is a sample.
   *
   * @param instances 1 or more
   */
  public Rehearsal atMostOfEach(int instances) {
    if (instances < 1) {
      throw new IllegalArgumentException(
          instances + " instances of each are out of range; use 1 or more");
    }
    this.atMost = instances;
    return this;
  }

  /**
   * How long the replay of one instance may take before it counts as {@code CANNOT_TELL}; 10
   * seconds unless set. Code that blocks or loops never ends by itself.
   *
   * @param limit more than 0
   */
  public Rehearsal timeLimit(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "a time limit of " + limit + " is out of range; use more than 0");
    }
    this.timeLimit = limit;
    return this;
  }

  /** Hears of every instance as soon as its verdict is known, on the thread that rehearses. */
  public Rehearsal onEach(Consumer<Finding> consumer) {
    this.listener = consumer;
    return this;
  }

  /**
   * Rehearses on a hub, while its workers run.
   *
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public RehearsalReport on(HubStore hub) {
    ActiveInstances active = new ActiveInstances(hub);
    Tally tally = new Tally("hub " + hub.name(), atMost);
    try (Stage stage = new Stage(build, elsewhere, timeLimit)) {
      active.visit(
          atMost,
          instance -> tell(tally, instance, Looking.twice(stage, active).verdict(instance)));
    }
    return tally.report();
  }

  /**
   * Rehearses on a file that {@link HubExport} wrote.
   *
   * @throws dev.varve.versioning.export.ExportFormatException if it cannot be read
   */
  public RehearsalReport on(Path export) {
    try (HubExport.Reader reader = HubExport.open(export);
        Stage stage = new Stage(build, elsewhere, timeLimit)) {
      Tally tally = new Tally(export.getFileName() + ", hub " + reader.hub(), atMost);
      Looking looking = Looking.once(stage);
      reader.visit(atMost, instance -> tell(tally, instance, looking.verdict(instance)));
      return tally.report();
    }
  }

  private void tell(Tally tally, RecordedInstance instance, Verdict verdict) {
    if (elsewhere.contains(instance.function())) {
      return;
    }
    Finding finding =
        new Finding(instance.instanceId(), instance.function(), instance.status(), verdict);
    tally.add(finding);
    listener.accept(finding);
  }
}
