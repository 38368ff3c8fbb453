package dev.varve.azure;

import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.RowDraft;
import dev.varve.azure.internal.format.StoredEvents;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent.TaskScheduled;
import dev.varve.storage.QueuedActivity;
import java.util.HashMap;
import java.util.Map;

/**
 * A queued activity that nobody has completed.
 *
 * @param id unique in the hub
 * @param queuedAt its place in the order of its function; microseconds
 * @param claimer the session that runs it, or 0
 * @param deliveries how often it was claimed
 * @param etag of its row as it was read; nothing if it was not
 */
record TaskEntry(
    long id,
    String executionId,
    TaskScheduled task,
    long queuedAt,
    long claimer,
    int deliveries,
    String etag) {
  static final String ID = "ActivityId";
  private static final String FOR_EXECUTION = "ForExecution";
  private static final String QUEUED_AT = "QueuedAt";
  static final String CLAIMER = "Claimer";
  private static final String DELIVERIES = "Deliveries";

  String key() {
    return Keys.task(task.taskId());
  }

  /** Its place in the lane of its function. */
  String laneKey() {
    return Keys.due(queuedAt) + "-" + Keys.hex(id);
  }

  TaskEntry claimedBy(long session) {
    return new TaskEntry(id, executionId, task, queuedAt, session, deliveries + 1, etag);
  }

  /** Back in the queue; the delivery counts only if its worker died. */
  TaskEntry givenBack(boolean died) {
    return new TaskEntry(id, executionId, task, queuedAt, 0, deliveries - (died ? 0 : 1), etag);
  }

  QueuedActivity handedOut(String instanceId) {
    return new QueuedActivity(id, instanceId, executionId, task, deliveries);
  }

  /** The columns that a claim changes. */
  Map<String, Object> claim() {
    return Map.of(CLAIMER, claimer, DELIVERIES, deliveries);
  }

  RowDraft row(LargeTexts large) {
    RowDraft row = new RowDraft(key(), new HashMap<>(claim()));
    row.columns().put(ID, id);
    row.columns().put(FOR_EXECUTION, executionId);
    row.columns().put(QUEUED_AT, queuedAt);
    StoredEvents.put(row, task, large);
    return row;
  }

  static TaskEntry of(Row row, StoredTexts texts) {
    return new TaskEntry(
        row.number(ID).orElse(0L),
        row.text(FOR_EXECUTION).orElse(""),
        StoredEvents.task(row, texts),
        row.number(QUEUED_AT).orElse(0L),
        row.number(CLAIMER).orElse(0L),
        row.number(DELIVERIES).orElse(0L).intValue(),
        row.etag());
  }
}
