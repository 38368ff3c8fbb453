package dev.varve.versioning.slots;

import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubStore;
import java.time.Instant;
import java.util.Optional;

/**
 * The one record that decides which deployment is production. Every change is one compare-and-set,
 * so at each moment it is wholly what it was or wholly what it is to be. Thread-safe.
 */
final class SlotRecord {
  private final HubStore control;
  private final String key;

  SlotRecord(HubStore control, String app) {
    this.control = control;
    this.key = "slots/" + app;
  }

  /** What the record said, and when that was, by its revision; 0 if there is none. */
  record Seen(SlotState state, long revision) {}

  Seen read() {
    return control.records().get(key).map(SlotRecord::seen).orElse(new Seen(SlotState.EMPTY, 0));
  }

  private static Seen seen(HubRecord record) {
    return new Seen(SlotCodec.decode(record.value()), record.revision());
  }

  /** Empty if somebody changed the record since it was seen. */
  Optional<Seen> change(Seen from, SlotState to, String who, String action, String detail) {
    return control
        .records()
        .compareAndSet(
            key,
            from.revision(),
            SlotCodec.encode(to),
            new AuditEntry.Draft(who, action, key, detail))
        .map(SlotRecord::seen);
  }

  Instant now() {
    return control.now();
  }

  /** Opens starts whose time is over; the one who closed them has died. Best told by reading. */
  Seen reopenIfOverdue(Seen seen) {
    if (seen.state().starts() instanceof Starts.Closed closed && !closed.until().isAfter(now())) {
      return change(
              seen,
              seen.state().with(new Starts.Open()),
              "varve",
              "starts-reopened",
              "closed for " + closed.cause() + " until " + closed.until() + ", which is over")
          .orElseGet(this::read);
    }
    return seen;
  }
}
