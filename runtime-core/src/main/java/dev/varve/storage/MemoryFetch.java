package dev.varve.storage;

import dev.varve.history.HistoryTurn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** One fetch of one session. Guarded by the hub's lock. */
final class MemoryFetch {
  private final MemoryTables tables;
  private final MemorySession session;
  private final FetchRequest request;
  private final long now;
  private final List<ClaimedInstance> claimed = new ArrayList<>();

  MemoryFetch(MemoryTables tables, MemorySession session, FetchRequest request) {
    this.tables = tables;
    this.session = session;
    this.request = request;
    now = tables.clock.now();
  }

  FetchBatch run() {
    List<FetchBatch.Delivery> delivered = deliver();
    boolean moreManaged = claimManaged();
    boolean moreDue = claimDue();
    List<QueuedActivity> activities = tables.activities.claim(session, request.maxActivities());
    boolean moreActivities = tables.activities.hasFor(session);
    return new FetchBatch(
        MemoryClock.instant(now),
        claimed,
        delivered,
        activities,
        moreManaged || moreDue || moreActivities,
        nextDue());
  }

  static FetchBatch nothing(long now) {
    return new FetchBatch(
        MemoryClock.instant(now), List.of(), List.of(), List.of(), false, Optional.empty());
  }

  private List<FetchBatch.Delivery> deliver() {
    List<FetchBatch.Delivery> delivered = new ArrayList<>();
    MemoryInstance instance = session.queue.first();
    while (instance != null && instance.wakeAt <= now) {
      delivered.add(new FetchBatch.Delivery(instance.id, instance.inbox.deliver(now)));
      tables.dispatch.schedule(instance);
      instance = session.queue.first();
    }
    return delivered;
  }

  private boolean claimManaged() {
    for (MemoryInstance instance : List.copyOf(tables.dispatch.managed())) {
      if (claimed.size() >= request.maxInstances()) {
        return true;
      }
      claim(instance);
    }
    return false;
  }

  /** Claims across all lanes by due time; true if something due is left. */
  private boolean claimDue() {
    PriorityQueue<WakeQueue> queues = new PriorityQueue<>(WakeQueue::compareFirst);
    tables.dispatch.forEachQueueOf(
        session,
        queue -> {
          if (queue.firstDue() <= now) {
            queues.add(queue);
          }
        });
    while (claimed.size() < request.maxInstances()) {
      WakeQueue queue = queues.poll();
      MemoryInstance instance = queue == null ? null : queue.first();
      if (queue == null || instance == null) {
        return false;
      }
      claim(instance);
      if (queue.firstDue() <= now) {
        queues.add(queue);
      }
    }
    return !queues.isEmpty();
  }

  private void claim(MemoryInstance instance) {
    tables.dispatch.own(instance, session);
    List<InboxMessage> messages = instance.inbox.deliver(now);
    tables.dispatch.schedule(instance);
    List<HistoryTurn> history = instance.turns(0, request.maxHistoryTurns());
    claimed.add(
        new ClaimedInstance(
            instance.id,
            instance.function,
            instance.status,
            instance.park != null && !session.runs(instance),
            instance.crashes,
            history,
            history.size() == instance.historySize(),
            messages));
  }

  private Optional<Instant> nextDue() {
    long[] next = {session.queue.firstDue()};
    tables.dispatch.forEachQueueOf(session, queue -> next[0] = Math.min(next[0], queue.firstDue()));
    return next[0] == MemoryInbox.NEVER
        ? Optional.empty()
        : Optional.of(MemoryClock.instant(next[0]));
  }
}
