package dev.varve.azure;

import dev.varve.azure.ActivityQueue.Waiting;
import dev.varve.azure.HeldActivities.Held;
import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.Message;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.SendOutcome;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Claims, completes and gives back queued activities, each on its instance's strand. The row of an
 * activity in the state in which a session claimed it is the fence of the claim (G2).
 */
final class Activities {
  private final HubParts parts;
  private final ActivityQueue queue;
  private final Mail mail;

  Activities(HubParts parts, ActivityQueue queue, Mail mail) {
    this.parts = parts;
    this.queue = queue;
    this.mail = mail;
  }

  /** Claims what waits of one instance; what is not there or not free is left out. */
  List<QueuedActivity> claim(AzureSession session, String instanceId, List<Waiting> waiting) {
    Map<String, Row> rows = rows(instanceId, waiting);
    List<Waiting> over = new ArrayList<>();
    List<Waiting> there = new ArrayList<>();
    List<Held> claims = new ArrayList<>();
    for (Waiting candidate : waiting) {
      Row row = rows.get(Keys.task(candidate.taskId()));
      if (row == null || !isOf(row, candidate) || !isThere(instanceId, row)) {
        if (Ages.isOld(candidate.row())) {
          over.add(candidate);
        }
        continue;
      }
      Optional<TaskEntry> read = read(instanceId, row);
      if (read.isEmpty()) {
        over.add(candidate);
        continue;
      }
      TaskEntry task = read.get();
      if (task.claimer() == 0) {
        there.add(candidate);
        claims.add(new Held(instanceId, task.claimedBy(session.id()), row.etag(), false));
      } else if (task.claimer() == session.id() && session.activities().find(task.id()).isEmpty()) {
        there.add(candidate); // claimed before, but the answer was lost
        claims.add(new Held(instanceId, task, row.etag(), false));
      }
    }
    List<QueuedActivity> claimed = new ArrayList<>();
    if (!claims.isEmpty() && session.hold(claims)) {
      for (Held held : write(claims)) {
        session.activities().put(held);
        claimed.add(held.task().handedOut(instanceId));
        there.stream().filter(w -> w.activityId() == held.task().id()).forEach(over::add);
      }
    }
    queue.delete(over);
    return claimed;
  }

  /** One that cannot be read is nothing to run: whoever looks at its instance sets that aside. */
  private Optional<TaskEntry> read(String instanceId, Row row) {
    try {
      return Optional.of(TaskEntry.of(row, parts.tables().texts()));
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      parts
          .reader()
          .find(instanceId)
          .ifPresent(found -> parts.wakes().lookAt(found.state(), parts.clock().now()));
      return Optional.empty();
    }
  }

  private static boolean isOf(Row row, Waiting candidate) {
    return row.number(TaskEntry.ID).orElse(0L) == candidate.activityId();
  }

  private Map<String, Row> rows(String instanceId, List<Waiting> waiting) {
    String partition = parts.tables().partition(instanceId);
    Map<String, Row> rows = new HashMap<>();
    if (waiting.size() == 1) {
      parts
          .tables()
          .history()
          .get(partition, Keys.task(waiting.getFirst().taskId()))
          .ifPresent(row -> rows.put(row.key(), row));
    } else {
      parts
          .tables()
          .history()
          .startingWith(partition, Keys.TASK, Integer.MAX_VALUE)
          .forEach(row -> rows.put(row.key(), row));
    }
    return rows;
  }

  /** One that was written ahead of its turn is there once the turn is. */
  private boolean isThere(String instanceId, Row row) {
    if (row.number(PartitionWrite.FROM).orElse(0L) == 0 && !PartitionWrite.isMarked(row)) {
      return true;
    }
    return parts
        .reader()
        .find(instanceId)
        .map(found -> PartitionWrite.isVisible(row, found.state().sequence()))
        .orElse(false);
  }

  /** Claims all, or each that can be. */
  private List<Held> write(List<Held> claims) {
    List<Held> written = new ArrayList<>();
    for (int from = 0; from < claims.size(); from += 100) {
      List<Held> slice = claims.subList(from, Math.min(claims.size(), from + 100));
      if (!tryWrite(slice, written) && slice.size() > 1) {
        slice.forEach(held -> {
          boolean ignored = tryWrite(List.of(held), written);
        });
      }
    }
    return written;
  }

  private boolean tryWrite(List<Held> claims, List<Held> written) {
    List<Change> changes = new ArrayList<>();
    for (Held held : claims) {
      changes.add(new Change.Merge(held.task().key(), held.task().claim(), held.etag()));
    }
    String instanceId = claims.getFirst().instanceId();
    Outcome outcome = parts.tables().history().apply(parts.tables().partition(instanceId), changes);
    if (!(outcome instanceof Outcome.Applied applied)) {
      return false;
    }
    for (int i = 0; i < claims.size(); i++) {
      written.add(new Held(instanceId, claims.get(i).task(), applied.etags().get(i), false));
    }
    return true;
  }

  /** Records a result; whether the activity was still the session's to complete. */
  boolean complete(AzureSession session, ActivityResult result) {
    Optional<Held> found = session.activities().find(result.activityId());
    if (session.isOver() || found.isEmpty()) {
      return false;
    }
    Held held = found.get();
    Message answer =
        new Message(held.instanceId(), Optional.of(held.task().executionId()), result.answer());
    Optional<SendOutcome> outcome =
        mail.answer(answer, new Change.Delete(held.task().key(), held.etag()));
    session.done(held);
    Owned owned = parts.ownership().find(held.instanceId());
    if (owned != null && outcome.equals(Optional.of(SendOutcome.ACCEPTED))) {
      owned.tasks.remove(held.task().task().taskId());
    }
    return outcome.equals(Optional.of(SendOutcome.ACCEPTED));
  }

  /** Puts a claimed activity back into the queue; the delivery counts only if its worker died. */
  boolean giveBack(Held held, boolean died) {
    TaskEntry free = held.task().givenBack(died);
    queue.announce(held.instanceId(), List.of(free));
    Outcome outcome =
        parts
            .tables()
            .history()
            .apply(
                parts.tables().partition(held.instanceId()),
                List.of(new Change.Merge(free.key(), free.claim(), held.etag())));
    queue.ring(List.of(free));
    return outcome.applied();
  }

  /** Gives back what a session claimed that died; true if it had claimed it. */
  boolean recover(long dead, String instanceId, int taskId, long activityId) {
    String partition = parts.tables().partition(instanceId);
    Optional<Row> row = parts.tables().history().get(partition, Keys.task(taskId));
    if (row.isEmpty() || row.get().number(TaskEntry.ID).orElse(0L) != activityId) {
      return false;
    }
    TaskEntry task = TaskEntry.of(row.get(), parts.tables().texts());
    if (task.claimer() != dead && task.claimer() != 0) {
      return false;
    }
    // One that was not claimed is written all the same: a late claim then finds it changed.
    TaskEntry held = task.claimer() == dead ? task : task.claimedBy(0);
    if (!giveBack(new Held(instanceId, held, row.get().etag(), false), task.claimer() == dead)) {
      throw new StorageException(
          "an activity of '" + instanceId + "' changes while it is recovered; it is tried again",
          null);
    }
    return task.claimer() == dead;
  }

  /** Of the row of an activity, if it is there. */
  Optional<String> etag(String instanceId, String key) {
    return parts.tables().history().get(parts.tables().partition(instanceId), key).map(Row::etag);
  }

  /** Whether the activity still waits for the answer of the session that claimed it. */
  boolean isStillHeld(Held held) {
    return parts
        .tables()
        .history()
        .get(parts.tables().partition(held.instanceId()), held.task().key())
        .filter(row -> row.number(TaskEntry.ID).orElse(0L) == held.task().id())
        .filter(row -> row.number(TaskEntry.CLAIMER).orElse(0L) == held.task().claimer())
        .isPresent();
  }
}
