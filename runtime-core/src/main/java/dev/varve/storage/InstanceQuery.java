package dev.varve.storage;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which instances to list. All conditions hold together; empty ones do not restrict.
 *
 * @param baseName the orchestrator's base name, exactly
 * @param version its version
 * @param statuses any of these
 * @param conditions any of these; WAITING_FOR_VERSION is derived from the live sessions
 * @param createdFrom created at this time or later
 * @param createdTo created before this time
 * @param idPrefix ids that start with this text, case-sensitive, nothing in it is a wildcard
 * @param tags all of these, with equal values
 * @param parentId started by this instance
 * @param newestFirst order of the page
 * @param pageSize 1 to 1,000
 * @param continuation from the page before
 */
public record InstanceQuery(
    Optional<String> baseName,
    OptionalInt version,
    Set<OrchestrationRuntimeStatus> statuses,
    Set<InstanceCondition> conditions,
    Optional<Instant> createdFrom,
    Optional<Instant> createdTo,
    Optional<String> idPrefix,
    Map<String, String> tags,
    Optional<String> parentId,
    boolean newestFirst,
    int pageSize,
    Optional<String> continuation) {

  /** The largest page. */
  public static final int MAX_PAGE_SIZE = 1_000;

  /** All instances, 100 to a page, oldest first. */
  public static final InstanceQuery ALL =
      new InstanceQuery(
          Optional.empty(),
          OptionalInt.empty(),
          Set.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Optional.empty(),
          false,
          100,
          Optional.empty());

  public InstanceQuery {
    statuses = Set.copyOf(statuses);
    conditions = Set.copyOf(conditions);
    tags = Map.copyOf(tags);
    if (pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
      throw new IllegalArgumentException(
          "page size " + pageSize + " is out of range; use 1 to " + MAX_PAGE_SIZE);
    }
  }
}
