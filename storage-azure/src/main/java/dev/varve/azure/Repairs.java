package dev.varve.azure;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.KeySanitation;
import dev.varve.azure.internal.format.StatusWords;
import dev.varve.azure.internal.table.Filter;
import dev.varve.azure.internal.table.Filter.Comparison;
import dev.varve.azure.internal.table.Row;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Goes over the rows of the Instances table, slowly and around again, and compares them with the
 * sentinels: a worker may have died between the two, and nobody touched the instance since. Rows of
 * what has ended are left out, since nothing follows an end but a purge or a rewind, which both
 * touch the row. Thread-safe.
 */
final class Repairs {
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** Each costs a request. */
  private static final int PER_LOOK = 50;

  private final HubParts parts;
  private long lastLook;

  /** The partition that was looked at last, or nothing to begin at the front. */
  private String position = "";

  Repairs(HubParts parts) {
    this.parts = parts;
    this.lastLook = parts.clock().nanos();
  }

  /** Looks at the next rows, if it is time to. */
  void goOnIfDue() {
    if (isDue()) {
      goOn();
    }
  }

  private synchronized boolean isDue() {
    long now = parts.clock().nanos();
    if (now - lastLook < PAUSE.toNanos()) {
      return false;
    }
    lastLook = now;
    return true;
  }

  private synchronized void goOn() {
    Filter next = unfinished().and(Filter.where(Filter.PARTITION, Comparison.GREATER, position));
    int[] left = {PER_LOOK};
    position = "";
    parts
        .tables()
        .instances()
        .scan(
            next,
            List.of(InstanceRows.HUB),
            rows -> {
              for (Row row : rows) {
                if (left[0] == 0) {
                  return false;
                }
                left[0] -= repair(KeySanitation.unescape(row.partition())) ? 1 : 0;
                position = left[0] == 0 ? row.partition() : position;
              }
              return true;
            });
  }

  private Filter unfinished() {
    return Filter.where(InstanceRows.HUB, Comparison.EQUAL, parts.tables().hub())
        .and(
            Filter.anyOf(
                Arrays.stream(OrchestrationRuntimeStatus.values())
                    .filter(status -> !status.isFinished())
                    .map(StatusWords::of)
                    .map(word -> Filter.where(InstanceRows.STATUS, Comparison.EQUAL, word))
                    .toList()));
  }

  /** Whether it had to be looked at: who owns an instance writes its row. */
  private boolean repair(String instanceId) {
    if (parts.ownership().find(instanceId) != null) {
      return false;
    }
    Behind.tidy(
        "repairing the row of instance '" + instanceId + "'",
        () ->
            parts
                .reader()
                .find(instanceId)
                .ifPresent(found -> parts.projection().repair(found.state())));
    return true;
  }
}
