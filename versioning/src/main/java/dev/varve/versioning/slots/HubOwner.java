package dev.varve.versioning.slots;

import dev.varve.StartCheck;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubStore;
import dev.varve.storage.SessionRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose workers may run on a hub: a record of the hub names its owner, and a worker of another one
 * is refused when it starts. Thread-safe.
 */
public final class HubOwner {
  private static final String KEY = "hub-owner";

  private HubOwner() {}

  /** The owner of a hub, if it has one. */
  public static Optional<String> of(HubStore hub) {
    return hub.records().get(KEY).map(HubRecord::value);
  }

  /**
   * Makes somebody the owner of a hub that has none, or one that may be replaced.
   *
   * @param replaceable judges the owner before
   * @throws SlotRefusedException if the owner before may not be replaced
   */
  public static void claim(HubStore hub, String owner, Predicate<String> replaceable) {
    while (true) {
      Optional<HubRecord> before = hub.records().get(KEY);
      String was = before.map(HubRecord::value).orElse("");
      if (was.equals(owner)) {
        return;
      }
      if (before.isPresent() && !replaceable.test(was)) {
        throw refused(hub, was, owner);
      }
      AuditEntry.Draft audit =
          new AuditEntry.Draft(owner, "hub-owner", hub.name(), "from '" + was + "'");
      if (hub.records()
          .compareAndSet(KEY, before.map(HubRecord::revision).orElse(0L), owner, audit)
          .isPresent()) {
        return;
      }
    }
  }

  /** For {@link dev.varve.VarveBuilder#beforeStart}: refuses to start for anybody but the owner. */
  public static StartCheck required(String owner) {
    return (hub, orchestrators, activities) -> {
      String is = of(hub).orElse("");
      if (!is.equals(owner)) {
        throw refused(hub, is, owner);
      }
    };
  }

  private static SlotRefusedException refused(HubStore hub, String owner, String other) {
    return new SlotRefusedException(
        "hub '%s' is owned by '%s', not by '%s'; give the app a hub of its own"
            .formatted(hub.name(), owner, other));
  }

  /** What workers of an owner are called, so that its sessions can be told from others. */
  static String workerName(String owner, String process) {
    return owner + " " + process;
  }

  /** The live workers of a hub that are not its owner's. */
  static List<String> strangers(HubStore hub, String owner) {
    return hub.sessions().stream()
        .map(session -> session.descriptor().worker())
        .filter(worker -> !worker.startsWith(owner + " "))
        .toList();
  }

  /** Whether any worker of the owner is live. */
  static boolean isServed(HubStore hub, String owner) {
    return hub.sessions().stream()
        .map(SessionRow::descriptor)
        .anyMatch(session -> session.worker().startsWith(owner + " "));
  }
}
