package dev.varve.versioning.status;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.versioning.status.StatusReport.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Looks whether anything is in flight on one hub, also where several hubs share their tables.
 * Changes nothing. Immutable and thread-safe.
 *
 * <p><b>What an idle report promises.</b> There was a moment during the look at which nothing that
 * counts was in flight on the hub, children of instances that were just ending included: so if
 * nothing is started from outside, nothing runs. That holds also where the store reads a list piece
 * by piece. What the list passed by was created while it was read, and so is found by a second look
 * for what was created since.
 *
 * <p>A look at an idle hub is two reads. A look at a busy one reads all its instances in flight, at
 * most 1,000 to a page.
 */
public final class StatusCheck {
  /** How many blockers a report lists unless asked otherwise. */
  public static final int DEFAULT_LISTED = 10;

  /** The most blockers that a report lists. */
  public static final int MAX_LISTED = 1_000;

  private static final InstanceQuery ACTIVE =
      InstanceQuery.ALL
          .withStatuses(
              Set.of(
                  OrchestrationRuntimeStatus.PENDING,
                  OrchestrationRuntimeStatus.RUNNING,
                  OrchestrationRuntimeStatus.SUSPENDED))
          .withPageSize(InstanceQuery.MAX_PAGE_SIZE);

  private final HubStore hub;
  private final Set<ActiveStatus> counted;
  private final Set<String> exempt;
  private final int listed;
  private final Optional<String> slot;
  private final Set<String> versions;

  private StatusCheck(
      HubStore hub,
      Set<ActiveStatus> counted,
      Set<String> exempt,
      int listed,
      Optional<String> slot,
      Set<String> versions) {
    this.hub = hub;
    this.counted = counted;
    this.exempt = exempt;
    this.listed = listed;
    this.slot = slot;
    this.versions = versions;
  }

  /** A check of this hub in which all active statuses count. */
  public static StatusCheck of(HubStore hub) {
    return new StatusCheck(
        hub,
        EnumSet.allOf(ActiveStatus.class),
        Set.of(),
        DEFAULT_LISTED,
        Optional.empty(),
        Set.of());
  }

  /**
   * The same check, in which only these statuses keep the hub from being idle. The others are
   * counted in the report all the same.
   *
   * @throws IllegalArgumentException if there is none
   */
  public StatusCheck counting(Set<ActiveStatus> statuses) {
    if (statuses.isEmpty()) {
      throw new IllegalArgumentException(
          "no status is to count, so the hub would always be idle; name at least one");
    }
    return new StatusCheck(hub, EnumSet.copyOf(statuses), exempt, listed, slot, versions);
  }

  /**
   * The same check without the instances of some orchestrators, such as ones that never end and
   * whose code stays compatible.
   *
   * @param baseNames without a version; all versions are exempt
   * @throws IllegalArgumentException if a name breaks the grammar of base names
   */
  public StatusCheck exempting(Set<String> baseNames) {
    Set<String> names = new TreeSet<>(exempt);
    baseNames.forEach(name -> names.add(new FunctionName(name, 0).base()));
    return new StatusCheck(hub, counted, names, listed, slot, versions);
  }

  /**
   * The same check with another number of blockers in its report.
   *
   * @param blockers 0 to 1,000
   * @throws IllegalArgumentException if it is out of range
   */
  public StatusCheck listing(int blockers) {
    if (blockers < 0 || blockers > MAX_LISTED) {
      throw new IllegalArgumentException(
          blockers + " blockers cannot be listed; use 0 to " + MAX_LISTED);
    }
    return new StatusCheck(hub, counted, exempt, blockers, slot, versions);
  }

  /** The same check, whose report names the slot and the versions of the app that works there. */
  public StatusCheck named(String slotName, Set<String> appVersions) {
    return new StatusCheck(hub, counted, exempt, listed, Optional.of(slotName), appVersions);
  }

  /**
   * Looks.
   *
   * @throws dev.varve.storage.StorageException if the hub cannot be read
   */
  public StatusReport check() {
    Instant at = hub.now();
    Count found = new Count(at);
    pages(ACTIVE, page -> page.forEach(found::add));
    if (found.inFlight() > 0) {
      return found.report();
    }
    Count since = new Count(at);
    InstanceQuery created =
        InstanceQuery.ALL
            .withCreatedFrom(at.plus(1, ChronoUnit.MICROS))
            .withPageSize(InstanceQuery.MAX_PAGE_SIZE);
    pages(created, page -> page.forEach(since::add));
    return since.inFlight() > 0 ? since.report() : found.report();
  }

  private void pages(InstanceQuery query, Consumer<List<InstanceRow>> each) {
    InstancePage page = hub.query(query);
    each.accept(page.instances());
    while (page.continuation().isPresent()) {
      page = hub.query(query.withContinuation(page.continuation().get()));
      each.accept(page.instances());
    }
  }

  /** What one list showed. */
  private final class Count {
    private final Instant at;
    private final Map<ActiveStatus, Long> counts = new EnumMap<>(ActiveStatus.class);
    private final List<InstanceRow> oldest = new ArrayList<>();
    private long exempted;

    Count(Instant at) {
      this.at = at;
    }

    void add(InstanceRow row) {
      if (exempt.contains(row.function().base())) {
        exempted++;
        return;
      }
      ActiveStatus status = ActiveStatus.of(row, at);
      counts.merge(status, 1L, Long::sum);
      if (counted.contains(status) && oldest.size() < listed) {
        oldest.add(row);
      }
    }

    long inFlight() {
      return counted.stream().mapToLong(status -> counts.getOrDefault(status, 0L)).sum();
    }

    StatusReport report() {
      return new StatusReport(
          new Subject(hub.name(), slot, versions),
          at,
          counts,
          counted,
          exempted,
          oldest.stream().map(this::blocker).toList());
    }

    private Blocker blocker(InstanceRow row) {
      Duration age = Duration.between(row.createdAt(), at);
      return new Blocker(
          row.instanceId(),
          row.function(),
          ActiveStatus.of(row, at),
          row.createdAt(),
          age.isNegative() ? Duration.ZERO : age,
          hasContinued(row.instanceId()));
    }

    private boolean hasContinued(String instanceId) {
      return hub.history(instanceId, 0, 1).stream()
          .flatMap(turn -> turn.inputs().stream())
          .anyMatch(input ->
              input instanceof ExecutionStarted started && started.continuedFrom() != null);
    }
  }
}
