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

  /** The same query for one base name. */
  public InstanceQuery withBaseName(String name) {
    return new InstanceQuery(
        Optional.of(name),
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for one version. */
  public InstanceQuery withVersion(int number) {
    return new InstanceQuery(
        baseName,
        OptionalInt.of(number),
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for any of these statuses. */
  public InstanceQuery withStatuses(Set<OrchestrationRuntimeStatus> any) {
    return new InstanceQuery(
        baseName,
        version,
        any,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for any of these conditions. */
  public InstanceQuery withConditions(Set<InstanceCondition> any) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        any,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for instances created at this time or later. */
  public InstanceQuery withCreatedFrom(Instant from) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        Optional.of(from),
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for instances created before this time. */
  public InstanceQuery withCreatedTo(Instant to) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        Optional.of(to),
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query, the newest instances first. */
  public InstanceQuery withNewestFirst() {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        true,
        pageSize,
        continuation);
  }

  /** The same query for ids that start with this text. */
  public InstanceQuery withIdPrefix(String prefix) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        Optional.of(prefix),
        tags,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for instances with all of these tags. */
  public InstanceQuery withTags(Map<String, String> all) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        all,
        parentId,
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query for the children of one instance. */
  public InstanceQuery withParentId(String parent) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        Optional.of(parent),
        newestFirst,
        pageSize,
        continuation);
  }

  /** The same query with pages of this size. */
  public InstanceQuery withPageSize(int size) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        size,
        continuation);
  }

  /** The same query, for the page behind another. */
  public InstanceQuery withContinuation(String token) {
    return new InstanceQuery(
        baseName,
        version,
        statuses,
        conditions,
        createdFrom,
        createdTo,
        idPrefix,
        tags,
        parentId,
        newestFirst,
        pageSize,
        Optional.of(token));
  }
}
