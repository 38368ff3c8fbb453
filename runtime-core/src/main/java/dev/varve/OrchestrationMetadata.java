package dev.varve;

import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known of an instance at one moment. Immutable. */
public final class OrchestrationMetadata {
  private final InstanceRow row;
  private final Optional<InstanceCondition> condition;
  private final DataConverter converter;

  /**
   * For stores and tools that read rows themselves.
   *
   * @param served whether a live worker serves its function
   */
  public OrchestrationMetadata(InstanceRow row, boolean served, DataConverter converter) {
    this.row = row;
    this.converter = converter;
    this.condition =
        row.status().isFinished()
            ? Optional.empty()
            : row.park()
                .map(ParkRecord::condition)
                .or(() ->
                    served ? Optional.empty() : Optional.of(InstanceCondition.WAITING_FOR_VERSION));
  }

  /** Its id. */
  public String instanceId() {
    return row.instanceId();
  }

  /** The id of its current execution; ends in the number of its last rewind, as in {@code E/1}. */
  public String executionId() {
    return row.executionId();
  }

  /** The hub it lives in. */
  public String hub() {
    return row.hub();
  }

  /** The name and version it runs. */
  public FunctionName function() {
    return row.function();
  }

  /** Its status. */
  public OrchestrationRuntimeStatus runtimeStatus() {
    return row.status();
  }

  /** Why it cannot go on now, if it cannot. */
  public Optional<InstanceCondition> condition() {
    return condition;
  }

  /** The condition in words: what happened, where, what to do. */
  public Optional<String> conditionExplanation() {
    return condition.map(c ->
        c == InstanceCondition.WAITING_FOR_VERSION
            ? "WAITING_FOR_VERSION("
                + row.function()
                + "): no live worker serves it; start one that does"
            : row.park().map(ParkRecord::explanation).orElse(""));
  }

  /** Whether it has ended. */
  public boolean isFinished() {
    return row.status().isFinished();
  }

  /** Whether it ended with an output. */
  public boolean isCompleted() {
    return row.status() == OrchestrationRuntimeStatus.COMPLETED;
  }

  /** When it was started, by the store's clock. */
  public Instant createdAt() {
    return row.createdAt();
  }

  /** The last change of its status. */
  public Instant lastUpdatedAt() {
    return row.lastUpdatedAt();
  }

  /** When it ended, if it has. */
  public Optional<Instant> completedAt() {
    return row.completedAt();
  }

  /** The earliest start asked for, if one was. */
  public Optional<Instant> scheduledStart() {
    return row.scheduledStart();
  }

  /** Its labels. */
  public Map<String, String> tags() {
    return row.tags();
  }

  /** The instance that started it as a child, if one did. */
  public Optional<String> parentInstanceId() {
    return row.parentId();
  }

  /** Why it failed, if it did. */
  public Optional<FailureDetails> failure() {
    return row.failure();
  }

  /** Its output as a value; null if it has none, also because it failed: see {@link #failure}. */
  public <V> @Nullable V outputAs(Class<V> type) {
    return outputAs(TypeRef.of(type));
  }

  /** Its output as a value; null if it has none. */
  @SuppressWarnings("unchecked") // converted to the type of V
  public <V> @Nullable V outputAs(TypeRef<V> type) {
    return (V) converter.fromPayload(row.output(), type.type());
  }

  /** Its custom status as a value; null if it has none. */
  public <V> @Nullable V customStatusAs(Class<V> type) {
    return customStatusAs(TypeRef.of(type));
  }

  /** Its custom status as a value; null if it has none. */
  @SuppressWarnings("unchecked") // converted to the type of V
  public <V> @Nullable V customStatusAs(TypeRef<V> type) {
    return (V) converter.fromPayload(row.customStatus(), type.type());
  }

  @Override
  public String toString() {
    return row.instanceId()
        + " ("
        + row.function()
        + ") "
        + row.status()
        + condition.map(c -> " " + c).orElse("");
  }
}
