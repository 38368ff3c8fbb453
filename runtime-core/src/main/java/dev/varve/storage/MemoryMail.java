package dev.varve.storage;

import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.TimerFired;
import java.util.Optional;

/** What comes into inboxes: messages, timers, results. Guarded by the hub's lock. */
final class MemoryMail {
  private final MemoryTables tables;

  MemoryMail(MemoryTables tables) {
    this.tables = tables;
  }

  SendOutcome send(Message message) {
    MemoryInstance instance = tables.instances.find(message.instanceId());
    if (instance == null || !message.isFor(instance.executionId)) {
      return SendOutcome.NO_SUCH_INSTANCE;
    }
    if (instance.status.isFinished()) {
      return SendOutcome.FINISHED;
    }
    put(instance, tables.clock.now(), message.executionId(), message.event(), false);
    tables.dispatch.schedule(instance);
    return SendOutcome.ACCEPTED;
  }

  /** Whether the activity was still the session's to complete. */
  boolean complete(MemorySession session, ActivityResult result) {
    MemoryActivity activity =
        session.live ? tables.activities.claimedBy(session, result.activityId()) : null;
    if (activity == null) {
      return false;
    }
    tables.activities.remove(activity);
    MemoryInstance instance = activity.instance;
    put(instance, tables.clock.now(), Optional.of(activity.executionId), result.answer(), false);
    tables.dispatch.schedule(instance);
    return true;
  }

  /** Sets a timer; to be scheduled by the caller. */
  void setTimer(MemoryInstance instance, TurnCommit.NewTimer timer) {
    put(
        instance,
        MemoryClock.ceiling(timer.fireAt()),
        Optional.of(instance.executionId),
        new TimerFired(timer.taskId(), timer.fireAt()),
        true);
  }

  /** Puts a local result in front of everything; to be scheduled by the caller. */
  void giveBack(MemoryInstance instance, InputEvent result) {
    put(instance, InboxRow.FIRST, Optional.of(instance.executionId), result, false);
  }

  private void put(
      MemoryInstance instance,
      long due,
      Optional<String> executionId,
      InputEvent event,
      boolean timer) {
    InboxMessage message = new InboxMessage(tables.nextId(), event);
    instance.inbox.add(new InboxRow(due, message, executionId, timer));
  }
}
