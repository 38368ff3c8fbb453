package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.StartOutcome.Fenced;
import dev.varve.storage.StartOutcome.Kept;
import dev.varve.storage.StartOutcome.Refused;
import dev.varve.storage.StartOutcome.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts instances and removes finished ones. Guarded by the hub's lock. */
final class MemoryStarts {
  private static final Started STARTED = new Started();

  private final MemoryTables tables;

  MemoryStarts(MemoryTables tables) {
    this.tables = tables;
  }

  StartOutcome start(NewInstance start) {
    MemoryInstance existing = tables.instances.find(start.instanceId());
    if (existing != null && existing.startCommitId == start.commitId()) {
      return STARTED;
    }
    if (start.owner().isPresent() && owner(start) == null) {
      return new Fenced();
    }
    if (existing == null) {
      create(start);
      return STARTED;
    }
    return switch (start.existing().actionFor(existing.status)) {
      case REFUSE -> new Refused(existing.row(tables.hub));
      case KEEP -> new Kept(existing.row(tables.hub));
      case REPLACE -> {
        tables.instances.remove(existing);
        create(start);
        yield STARTED;
      }
    };
  }

  /** Starts an instance whose id is free. A claim by a session that is over is left out. */
  void create(NewInstance start) {
    MemoryInstance instance = new MemoryInstance(start, tables.clock.now());
    MemorySession owner = owner(start);
    if (owner == null) {
      instance.dueSince = InboxRow.FIRST;
    } else {
      instance.status = OrchestrationRuntimeStatus.RUNNING;
      tables.dispatch.own(instance, owner);
      tables.notices.changed(instance.id, instance.status);
    }
    tables.instances.add(instance);
    tables.dispatch.schedule(instance);
  }

  PurgeOutcome purge(PurgeRequest request) {
    if (request.maxInstances() < 1) {
      throw new IllegalArgumentException(
          "a batch of " + request.maxInstances() + " is out of range; use 1 or more");
    }
    List<MemoryInstance> found = new ArrayList<>();
    for (OrchestrationRuntimeStatus status : OrchestrationRuntimeStatus.values()) {
      if (status.isFinished() && includes(request.statuses(), status)) {
        find(request, status, found);
      }
    }
    boolean more = found.size() > request.maxInstances();
    List<MemoryInstance> batch = more ? found.subList(0, request.maxInstances()) : found;
    batch.forEach(tables.instances::remove);
    return new PurgeOutcome(batch.size(), more);
  }

  /** Finds one more than the batch takes, to know whether there is more. */
  private void find(
      PurgeRequest request, OrchestrationRuntimeStatus status, List<MemoryInstance> found) {
    if (request.instanceId().isPresent()) {
      MemoryInstance instance = tables.instances.find(request.instanceId().get());
      if (instance != null && instance.status == status && isOldEnough(request, instance)) {
        found.add(instance);
      }
      return;
    }
    for (MemoryInstance instance : tables.instances.finished(status)) {
      if (found.size() > request.maxInstances() || !isOldEnough(request, instance)) {
        return;
      }
      found.add(instance);
    }
  }

  private static boolean isOldEnough(PurgeRequest request, MemoryInstance instance) {
    return request.completedBefore().isEmpty()
        || instance.completedAt < MemoryClock.ceiling(request.completedBefore().get());
  }

  private static boolean includes(
      Set<OrchestrationRuntimeStatus> statuses, OrchestrationRuntimeStatus status) {
    return statuses.isEmpty() || statuses.contains(status);
  }

  private @Nullable MemorySession owner(NewInstance start) {
    return start.owner().isPresent() ? tables.sessions.live(start.owner().getAsLong()) : null;
  }
}
