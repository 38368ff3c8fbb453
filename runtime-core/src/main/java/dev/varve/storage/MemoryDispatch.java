package dev.varve.storage;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who owns which instance, and where each one waits: with its owner, in the lane of its function,
 * or nowhere while it is held. Guarded by the hub's lock.
 */
final class MemoryDispatch {
  private final MemoryClock clock;
  private final MemoryNotices notices;
  private final MemorySessions sessions;
  private final Map<FunctionName, MemoryLane> lanes = new HashMap<>();
  private final Set<MemoryInstance> managed = new LinkedHashSet<>();
  private final Set<MemoryInstance> unresolved = new LinkedHashSet<>();
  private long lastOrder;

  MemoryDispatch(MemoryClock clock, MemoryNotices notices, MemorySessions sessions) {
    this.clock = clock;
    this.notices = notices;
    this.sessions = sessions;
  }

  /** Instances nobody owns that have a management message. */
  Set<MemoryInstance> managed() {
    return managed;
  }

  /** Passes on the queues with instances that a session may claim, now or later. */
  void forEachQueueOf(MemorySession session, Consumer<WakeQueue> action) {
    for (FunctionName function : session.descriptor().orchestrators()) {
      MemoryLane lane = lanes.get(function);
      if (lane != null) {
        lane.forEachFor(session.descriptor().build(), action);
      }
    }
  }

  /** Puts an instance where it has to wait after any change to it, and wakes who can take it. */
  void schedule(MemoryInstance instance) {
    scheduleForManagement(instance);
    WakeQueue queue = queueFor(instance);
    long wakeAt = wakeAt(instance);
    if (queue == null || wakeAt == MemoryInbox.NEVER) {
      WakeQueue.remove(instance);
      return;
    }
    if (instance.queue == queue && instance.wakeAt == wakeAt) {
      return;
    }
    queue.add(instance, wakeAt, ++lastOrder);
    if (queue.first() == instance || wakeAt <= clock.now()) {
      wake(instance);
    }
  }

  void own(MemoryInstance instance, MemorySession session) {
    instance.owner = session;
    instance.dueSince = MemoryInbox.NEVER;
    instance.claimedGeneration = sessions.servedGeneration();
    session.owned.add(instance);
  }

  /** Ends the ownership: what was handed out waits again. To be scheduled by the caller. */
  void disown(MemoryInstance instance) {
    if (instance.owner != null) {
      instance.owner.owned.remove(instance);
      instance.owner = null;
      instance.inbox.takeBack();
    }
  }

  /** Ends the ownership; claimable at once if so asked or if code has to run over its last turn. */
  void giveUp(MemoryInstance instance, boolean due) {
    disown(instance);
    instance.dueSince = due || !instance.lastTurn().ran() ? clock.now() : MemoryInbox.NEVER;
    schedule(instance);
  }

  /** Remembers why an instance cannot go on, and the build that failed on it. */
  void park(MemoryInstance instance, ParkRecord park) {
    instance.park = park;
    if (park.condition() != InstanceCondition.UNRESOLVED) {
      instance.unresolvedBuilds = without(instance.unresolvedBuilds, Set.of(park.build()));
    } else if (instance.claimedGeneration != sessions.servedGeneration()) {
      return; // the build failed before the function came that it was missing: it may look again
    } else {
      instance.unresolvedBuilds = with(instance.unresolvedBuilds, park.build());
      unresolved.add(instance);
    }
    instance.failedBuilds = with(instance.failedBuilds, park.build());
  }

  void unpark(MemoryInstance instance) {
    if (instance.park != null) {
      instance.park = null;
      forgetFailedBuilds(instance);
    }
  }

  /** Every build may try it, whatever failed before. */
  void forgetFailedBuilds(MemoryInstance instance) {
    instance.failedBuilds = Set.of();
    instance.unresolvedBuilds = Set.of();
    unresolved.remove(instance);
  }

  /** Something is served that was not: builds that missed a function may look again. */
  void retryUnresolved() {
    List<MemoryInstance> waiting = new ArrayList<>(unresolved);
    unresolved.clear();
    for (MemoryInstance instance : waiting) {
      instance.failedBuilds = without(instance.failedBuilds, instance.unresolvedBuilds);
      instance.unresolvedBuilds = Set.of();
      if (instance.owner == null) {
        instance.dueSince = clock.now();
        schedule(instance);
      }
    }
  }

  private static Set<String> with(Set<String> builds, String build) {
    Set<String> more = new LinkedHashSet<>(builds);
    more.add(build);
    return Set.copyOf(more);
  }

  private static Set<String> without(Set<String> builds, Set<String> dropped) {
    Set<String> fewer = new LinkedHashSet<>(builds);
    fewer.removeAll(dropped);
    return Set.copyOf(fewer);
  }

  /** Wakes the sessions that could claim this instance, or its owner. */
  private void wake(MemoryInstance instance) {
    if (instance.owner != null) {
      notices.wake(instance.owner.wakeUp());
      return;
    }
    for (MemorySession session : sessions.live()) {
      if (session.runs(instance)) {
        notices.wake(session.wakeUp());
      }
    }
  }

  private void scheduleForManagement(MemoryInstance instance) {
    boolean waits =
        instance.owner == null
            && instance.inbox.hasManagementWaiting()
            && !instance.status.isFinished();
    if (!waits) {
      managed.remove(instance);
    } else if (managed.add(instance)) {
      sessions.live().forEach(session -> notices.wake(session.wakeUp()));
    }
  }

  private @Nullable WakeQueue queueFor(MemoryInstance instance) {
    if (instance.status.isFinished()) {
      return null;
    }
    if (instance.owner != null) {
      return instance.owner.queue;
    }
    if (instance.isHeld()) {
      return null;
    }
    return lanes
        .computeIfAbsent(instance.function, function -> new MemoryLane())
        .queue(instance.failedBuilds);
  }

  private static long wakeAt(MemoryInstance instance) {
    long firstDue = instance.inbox.firstDue();
    return instance.owner != null
        ? firstDue
        : Math.max(instance.notBefore, Math.min(firstDue, instance.dueSince));
  }
}
