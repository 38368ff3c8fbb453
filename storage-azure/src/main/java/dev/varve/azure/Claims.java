package dev.varve.azure;

import dev.varve.azure.Wakes.WakeRow;
import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.table.Change;
import dev.varve.azure.internal.table.Outcome;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.HistoryTurn;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at instances that the index names, and claims those that can be, each on its strand. */
final class Claims {
  private final HubParts parts;
  private final Outbox outbox;
  private final Quarantine quarantine;

  Claims(HubParts parts, Outbox outbox, Quarantine quarantine) {
    this.parts = parts;
    this.outbox = outbox;
    this.quarantine = quarantine;
  }

  /**
   * Looks at one instance and claims it if it has something to do for this session.
   *
   * @param news what the index says of it
   */
  Optional<ClaimedInstance> look(
      AzureSession session, String instanceId, List<WakeRow> news, int maxTurns) {
    Optional<Loaded> read = parts.reader().load(instanceId);
    if (read.isEmpty()) {
      parts.wakes().delete(news.stream().filter(WakeRow::old).toList());
      return Optional.empty();
    }
    Loaded loaded = read.get();
    InstanceState state = loaded.state();
    Owned mine = parts.ownership().find(session, instanceId);
    if (mine != null) {
      takeIn(mine, loaded, news);
      return Optional.empty();
    }
    if (state.isFinished()) {
      parts.wakes().delete(news);
      return Optional.empty();
    }
    if (state.owner == session.id()) {
      return claimed(session, loaded, state, loaded.etag(), news, maxTurns);
    }
    if (state.owner != 0) {
      return Optional.empty(); // its owner looks here as well
    }
    if (!isClaimable(session, loaded)) {
      move(loaded, news);
      return Optional.empty();
    }
    return claim(session, loaded, news, maxTurns);
  }

  /** An owned instance got messages from other processes. */
  private void takeIn(Owned mine, Loaded loaded, List<WakeRow> news) {
    List<WakeRow> known = new ArrayList<>();
    Owned now = parts.ownership().refresh(mine, Optional.of(loaded), parts.tables());
    if (now == null) {
      return;
    }
    for (WakeRow row : news) {
      long message = row.messageId();
      if (message == 0 || row.old() || now.mailbox.knows(message) || loaded.knows(message)) {
        known.add(row);
      }
    }
    parts.wakes().delete(known);
    boolean unused = quarantine.parked(mine.session, loaded.state(), loaded.damage());
  }

  private boolean isClaimable(AzureSession session, Loaded loaded) {
    return loaded.hasManagement()
        || (session.runs(loaded.state())
            && (loaded.damage().isPresent()
                || loaded.state().wakeAt(loaded.firstDue()) <= parts.clock().now()));
  }

  /** It has nothing to do for this session now: it waits where it belongs, for when it has. */
  private void move(Loaded loaded, List<WakeRow> news) {
    InstanceState state = loaded.state();
    long wakeAt = state.wakeAt(loaded.firstDue());
    String lane = parts.lanes().of(state);
    String key = Keys.wake(wakeAt, state.row.instanceId(), 0);
    boolean stays = false;
    List<WakeRow> over = new ArrayList<>();
    for (WakeRow row : news) {
      if (row.lane().equals(lane)
          && row.key().equals(key)
          && row.failedBuilds().equals(state.failedBuilds)) {
        stays = true;
      } else if (row.messageId() == 0 || row.old() || loaded.knows(row.messageId())) {
        over.add(row);
      }
    }
    if (!over.isEmpty() && !stays) {
      List<String> announced =
          parts.wakes().announce(state, loaded.firstDue(), false, parts.clock().now());
      parts.wakes().ring(announced);
    }
    over.removeIf(row -> row.lane().equals(lane) && row.key().equals(key)); // just written again
    parts.wakes().delete(over);
  }

  private Optional<ClaimedInstance> claim(
      AzureSession session, Loaded loaded, List<WakeRow> news, int maxTurns) {
    String id = loaded.state().row.instanceId();
    if (!session.hold(id)) {
      return Optional.empty();
    }
    InstanceState state = loaded.state().copy();
    state.changeOwner(session.id());
    Outcome outcome = write(state, loaded.state().epoch, loaded.etag());
    if (outcome instanceof Outcome.Applied applied) {
      String etag = applied.etags().getFirst();
      return claimed(session, loaded, state, etag, news, maxTurns);
    }
    Optional<Loaded> now = parts.reader().load(id);
    if (now.isPresent() && now.get().state().owner == session.id()) {
      Loaded own = now.get(); // the refusal was the echo of its own success
      return claimed(session, own, own.state(), own.etag(), news, maxTurns);
    }
    session.letGo(Keys.own(id));
    return Optional.empty();
  }

  /** Writes a change of ownership, and with it the door that senders use. */
  Outcome write(InstanceState state, long oldEpoch, String etag) {
    String id = state.row.instanceId();
    long now = parts.clock().now();
    HubTables tables = parts.tables();
    PartitionWrite write = new PartitionWrite(tables, id, state.sequence());
    write.atOnce(new Change.Delete(Keys.door(oldEpoch), Change.ANY));
    write.atOnce(Starts.door(state.epoch));
    var large = tables.large(id, state.epoch);
    Map<String, Object> columns = new HashMap<>(Sentinel.encode(state, Micros.instant(now), large));
    tables.putBlobs(large);
    return write.apply(new Change.Replace(Keys.SENTINEL, columns, etag));
  }

  private Optional<ClaimedInstance> claimed(
      AzureSession session,
      Loaded loaded,
      InstanceState state,
      String etag,
      List<WakeRow> news,
      int maxTurns) {
    String id = state.row.instanceId();
    Tidying.run(parts.tables(), loaded);
    Read read = read(session, loaded, state, maxTurns);
    Owned owned =
        new Owned(session, state, etag, parts.clock().now(), loaded.inbox(), loaded.tasks());
    repair(owned);
    parts.ownership().own(owned);
    session.keepUnknown(owned);
    if (!loaded.outbox().isEmpty()) {
      owned.unsettled++;
      var unused = outbox.carryOut(id, loaded.outbox());
    }
    parts
        .wakes()
        .delete(
            news.stream()
                .filter(row -> row.messageId() == 0 || row.old() || loaded.knows(row.messageId()))
                .toList());
    if (quarantine.parked(session, state, read.damage())) {
      return Optional.empty();
    }
    owned.damage = read.damage();
    List<HistoryTurn> history = read.history();
    return Optional.of(
        new ClaimedInstance(
            id,
            state.row.function(),
            state.row.status(),
            state.isParked() && !session.runs(state),
            state.crashes,
            history,
            !history.isEmpty() && history.getLast().sequence() == state.sequence(),
            owned.mailbox.deliver(parts.clock().now())));
  }

  /** What a claim hands out of the history, and what is wrong with the instance, if anything is. */
  private record Read(List<HistoryTurn> history, Optional<String> damage) {}

  /**
   * A damaged history is handed out as far as it can be read, and whole, to who only manages the
   * instance: it has to come to an end somehow.
   */
  private Read read(AzureSession session, Loaded loaded, InstanceState state, int maxTurns) {
    String id = state.row.instanceId();
    int turns = session.runs(state) || !state.isParked() ? maxTurns : Integer.MAX_VALUE;
    try {
      return new Read(parts.reader().firstTurns(id, state, turns), loaded.damage());
    } catch (StorageException e) {
      if (!Damage.is(e)) {
        throw e;
      }
      List<HistoryTurn> history =
          session.runs(state) ? List.of() : parts.reader().salvaged(id, state);
      return new Read(history, Optional.ofNullable(e.getMessage()));
    }
  }

  /** Makes up for a row that a start or commit did not come to write. */
  private void repair(Owned owned) {
    Optional<Row> row = parts.projection().read(owned.id);
    boolean stale =
        row.isEmpty()
            || Sentinel.startCommit(row.get()) != owned.state.startCommitId
            || Sentinel.revision(row.get()) < owned.state.revision;
    owned.rowEtag =
        stale ? parts.projection().write(owned.state, "") : row.map(Row::etag).orElse("");
  }
}
