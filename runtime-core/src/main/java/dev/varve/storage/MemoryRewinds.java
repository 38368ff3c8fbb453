package dev.varve.storage;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.storage.RewindOutcome.NoSuchInstance;
import dev.varve.storage.RewindOutcome.Refused;
import dev.varve.storage.RewindOutcome.Rewound;

/** Puts failed instances back to work. Guarded by the hub's lock. */
final class MemoryRewinds {
  private final MemoryTables tables;

  MemoryRewinds(MemoryTables tables) {
    this.tables = tables;
  }

  RewindOutcome rewind(Rewind rewind) {
    MemoryInstance instance = tables.instances.find(rewind.instanceId());
    if (instance == null) {
      return new NoSuchInstance();
    }
    if (instance.hasRecorded(rewind.history().getLast())) {
      return new Rewound();
    }
    if (instance.status != OrchestrationRuntimeStatus.FAILED
        || !instance.executionId.equals(rewind.failed())
        || instance.lastTurn().sequence() + 1 != rewind.history().getFirst().sequence()) {
      return new Refused(instance.row(tables.hub));
    }
    goOn(instance, rewind);
    return new Rewound();
  }

  private void goOn(MemoryInstance instance, Rewind rewind) {
    tables.instances.finished(instance.status).remove(instance);
    tables.instances.counts.remove(instance);
    instance.status = OrchestrationRuntimeStatus.RUNNING;
    instance.output = Payload.NULL;
    instance.failure = null;
    instance.executionId = rewind.executionId();
    instance.lastUpdatedAt = tables.clock.now();
    tables.instances.counts.add(instance);
    instance.replaceHistory(rewind.history());
    MemoryMail mail = new MemoryMail(tables);
    rewind.timers().forEach(timer -> mail.setTimer(instance, timer));
    rewind.activities().forEach(task -> tables.activities.add(tables.nextId(), instance, task));
    tables.dispatch.giveUp(instance, true);
  }
}
