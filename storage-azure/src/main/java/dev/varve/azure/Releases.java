package dev.varve.azure;

import dev.varve.InstanceCondition;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives up instances, each on its strand. */
final class Releases {
  private static final int ATTEMPTS = 10;

  private final HubParts parts;
  private final Unresolved unresolved;

  Releases(HubParts parts, Unresolved unresolved) {
    this.parts = parts;
    this.unresolved = unresolved;
  }

  /** Gives up an instance as its owner asks. */
  CommitOutcome release(AzureSession session, Release release) {
    return session.isOver()
        ? new Fenced("session " + session.id() + " is over")
        : giveUp(session, release);
  }

  /** The same, also for a session that is just ending. */
  CommitOutcome giveUp(AzureSession session, Release release) {
    String id = release.instanceId();
    for (int i = 0; i < ATTEMPTS; i++) {
      Owned owned = parts.ownership().ofSession(session, id);
      if (owned != null && owned.doubtful) {
        owned = parts.ownership().refresh(owned, parts.reader().load(owned.id), parts.tables());
      }
      if (owned == null && !session.isOver()) {
        owned =
            parts
                .reader()
                .load(id)
                .map(read -> parts.ownership().adopt(session, read, parts.clock().now()))
                .orElse(null);
      }
      if (owned == null) {
        return new Fenced("session %d does not own instance '%s'".formatted(session.id(), id));
      }
      if (write(owned, release)) {
        return new Committed(Micros.instant(parts.clock().now()), List.of());
      }
    }
    throw new StorageException(
        "instance '" + id + "' could not be released: its partition changes all the time",
        null,
        true);
  }

  private boolean write(Owned owned, Release release) {
    long now = parts.clock().now();
    HubTables tables = parts.tables();
    InstanceState state = owned.state.copy();
    release.park().ifPresent(park -> park(owned, state, park, now));
    if (release.park().isEmpty() && !release.due()) {
      state.crashes = 0;
    }
    // A parked one is due at once for every build that has not failed on it.
    state.giveUp(release.due() || release.park().isPresent(), now);
    List<InboxEntry> results = results(owned, release);
    long firstDue = results.isEmpty() ? owned.mailbox.firstDueOfAll() : Micros.FIRST;
    List<String> announced =
        parts.wakes().announce(state, firstDue, owned.mailbox.hasManagement(), now);
    PartitionWrite write = new PartitionWrite(tables, owned.id, state.sequence());
    LargeTexts large = tables.large(owned.id, state.epoch);
    results.forEach(entry -> write.add(entry.row(large)));
    write.atOnce(new Change.Delete(Keys.door(owned.state.epoch), Change.ANY));
    write.atOnce(Starts.door(state.epoch));
    Map<String, Object> columns = Sentinel.encode(state, Micros.instant(now), large);
    tables.putBlobs(large);
    if (!owned.session.holdKept(owned.id)) {
      return false;
    }
    owned.doubtful = true;
    Outcome outcome = write.apply(new Change.Replace(Keys.SENTINEL, columns, owned.etag));
    if (!outcome.applied()) {
      return false;
    }
    parts.ownership().release(owned, owned.unsettled > 0);
    parts.wakes().ring(announced);
    if (release.park().isPresent()) {
      Behind.finish(
          "the release of instance '" + owned.id + "'",
          () -> owned.rowEtag = parts.projection().write(state, owned.rowEtag));
    }
    return true;
  }

  private void park(Owned owned, InstanceState state, ParkRecord park, long now) {
    boolean looksAgain =
        park.condition() == InstanceCondition.UNRESOLVED && unresolved.announce(owned);
    state.park(park, looksAgain);
    state.touch(now);
  }

  /** Local results, in front of everything that waits. */
  private List<InboxEntry> results(Owned owned, Release release) {
    List<InboxEntry> results = new ArrayList<>();
    release
        .results()
        .forEach(result ->
            results.add(
                new InboxEntry(
                    Micros.FIRST,
                    new InboxMessage(parts.ids().next(), result),
                    Optional.of(owned.state.row.executionId()))));
    return results;
  }
}
