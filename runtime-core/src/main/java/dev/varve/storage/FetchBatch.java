package dev.varve.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a fetch brought.
 *
 * @param storeTime the store's time at the fetch
 * @param claimed instances claimed now
 * @param delivered messages for instances owned before
 * @param activities queued activities claimed now
 * @param more whether more is due than was asked for
 * @param nextDue when the next timer or delayed start of an owned instance or served function is
 *     due, if one waits; while there is more it may be a time that has passed
 */
public record FetchBatch(
    Instant storeTime,
    List<ClaimedInstance> claimed,
    List<Delivery> delivered,
    List<QueuedActivity> activities,
    boolean more,
    Optional<Instant> nextDue) {

  /** Messages for an instance the session owns. */
  public record Delivery(String instanceId, List<InboxMessage> messages) {}

  /** Whether nothing was due. */
  public boolean isEmpty() {
    return claimed.isEmpty() && delivered.isEmpty() && activities.isEmpty();
  }
}
