package dev.varve.storage;

import dev.varve.history.DecisionEvent.TaskScheduled;
import org.jspecify.annotations.Nullable;

/** One queued activity. Guarded by the hub's lock; identity is equality. */
final class MemoryActivity {
  final long id;
  final MemoryInstance instance;
  final String executionId;
  final TaskScheduled task;
  @Nullable MemorySession owner;
  int deliveries;

  MemoryActivity(long id, MemoryInstance instance, TaskScheduled task) {
    this.id = id;
    this.instance = instance;
    this.executionId = instance.executionId;
    this.task = task;
  }

  QueuedActivity handedOut() {
    return new QueuedActivity(id, instance.id, executionId, task, deliveries);
  }
}
