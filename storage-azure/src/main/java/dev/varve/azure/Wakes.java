package dev.varve.azure;

import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index of instances that have something to do and that nobody owns. It may say too much and
 * never too little: a row is written before what it announces, and deleted after that was seen, in
 * the state in which it was read. Thread-safe.
 */
final class Wakes {
  private static final String INSTANCE = "Instance";
  private static final String FAILED = "FailedBuilds";

  private final RowTable work;
  private final Lanes lanes;
  private final Signals signals;

  Wakes(RowTable work, Lanes lanes, Signals signals) {
    this.work = work;
    this.lanes = lanes;
    this.signals = signals;
  }

  /**
   * "Look at this instance from then on."
   *
   * @param messageId the message that it announces, or 0
   * @param failedBuilds who need not look
   * @param old whether what it announces would be there by now, or never will
   */
  record WakeRow(
      String lane,
      String key,
      String etag,
      String instanceId,
      long due,
      long messageId,
      Set<String> failedBuilds,
      boolean old) {}

  /**
   * Announces an instance as it will be: before the write that ends its ownership.
   *
   * @param firstDue when the first of its messages is due
   * @return the lanes to ring once it is written
   */
  List<String> announce(InstanceState state, long firstDue, boolean management, long now) {
    List<String> announced = new ArrayList<>();
    String id = state.row.instanceId();
    if (management && !state.isFinished()) {
      put(Lanes.MANAGEMENT, now, id, 0, Set.of());
      announced.add(Lanes.MANAGEMENT);
    }
    long wakeAt = state.wakeAt(firstDue);
    if (wakeAt != Micros.NEVER) {
      String lane = lanes.of(state);
      put(lane, wakeAt, id, 0, state.failedBuilds);
      announced.add(lane);
    }
    return announced;
  }

  /** Announces a message to an instance that is in this state and not owned here. */
  List<String> announce(InstanceState state, InboxEntry message) {
    String id = state.row.instanceId();
    if (message.isManagement()) {
      put(Lanes.MANAGEMENT, message.due(), id, message.id(), Set.of());
      return List.of(Lanes.MANAGEMENT);
    }
    if (state.owner == 0 && state.isHeld()) {
      return List.of(); // whoever ends the hold looks at its inbox
    }
    String lane = lanes.of(state);
    put(lane, Math.max(message.due(), state.notBefore), id, message.id(), state.failedBuilds);
    return List.of(lane);
  }

  /** "Look at this instance now": there is something wrong with it. */
  void lookAt(InstanceState state, long now) {
    String lane = lanes.of(state);
    put(lane, now, state.row.instanceId(), 0, state.failedBuilds);
    signals.ring(lane);
    if (state.owner != 0) {
      signals.ringOwner(state.owner, lane);
    }
  }

  private void put(
      String lane, long due, String instanceId, long messageId, Set<String> failedBuilds) {
    Map<String, Object> columns = new HashMap<>();
    columns.put(INSTANCE, instanceId);
    if (!failedBuilds.isEmpty()) {
      columns.put(FAILED, String.join("\n", failedBuilds));
    }
    Change put = new Change.Put(Keys.wake(due, instanceId, messageId), columns);
    Ahead.prepare(() -> work.apply(lane, List.of(put)));
  }

  /** What was announced is written: whoever looks there is told to. */
  void ring(List<String> announced) {
    announced.forEach(signals::ring);
  }

  /** The rows of a lane in the order of their time, at most so many. */
  List<WakeRow> look(String lane, int max) {
    return work.range(lane, "0", "g", max).stream().map(Wakes::wakeRow).toList();
  }

  private static WakeRow wakeRow(Row row) {
    return new WakeRow(
        row.partition(),
        row.key(),
        row.etag(),
        row.text(INSTANCE).orElse(""),
        Keys.dueOf(row.key()),
        Keys.messageOfWake(row.key()),
        Sentinel.builds(row, FAILED),
        Ages.isOld(row));
  }

  /** Deletes rows whose news were taken in; one that was written again since stays. */
  void delete(List<WakeRow> rows) {
    Map<String, List<Change>> byLane = new HashMap<>();
    for (WakeRow row : rows) {
      byLane
          .computeIfAbsent(row.lane(), lane -> new ArrayList<>())
          .add(new Change.Delete(row.key(), row.etag()));
    }
    byLane.forEach((lane, changes) ->
        Behind.tidy("clearing wake rows", () -> Sweep.apply(work, lane, changes)));
  }
}
