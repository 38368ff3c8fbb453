package dev.varve.jdbc;

import dev.varve.storage.CommitOutcome;
import dev.varve.storage.CommitOutcome.Committed;
import dev.varve.storage.CommitOutcome.Fenced;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.Release;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives up an instance; what it was handed and did not consume waits again. */
final class ReleaseOperation extends WriteOperation<CommitOutcome> {
  private final JdbcSession session;
  private final Release release;
  private final List<byte[]> results;
  private @Nullable Owned before;

  ReleaseOperation(JdbcSession session, Release release) {
    this.session = session;
    this.release = release;
    this.results = release.results().stream().map(Codec::encode).toList();
  }

  @Override
  void tell(Needs needs) {
    Owned owned = session.owned(release.instanceId());
    if (owned != null) {
      needs.change(owned.instance());
      if (release.park().isPresent() || Holds.hasFailedBuilds(owned.holds())) {
        needs.builds(session.hub().key().hub());
      }
    }
  }

  @Override
  CommitOutcome apply(WriteBatch batch) throws SQLException {
    if (!session.isAlive(batch)) {
      return new Fenced("session " + session.id() + " is over");
    }
    Owned owned = session.owned(release.instanceId());
    if (owned == null) {
      return new Fenced(
          "session " + session.id() + " does not own instance '" + release.instanceId() + "'");
    }
    before = owned;
    batch.changed(owned.id());
    ParkRecord park = release.park().orElse(null);
    if (park != null) {
      Parks.park(batch, session.hub().key(), session.id(), owned, park);
    }
    int holds =
        Parks.holdsOf(batch, session.hub().key(), owned.instance(), owned.holds(), park != null);
    long lane = Holds.lane(owned.function(), holds);
    batch.execute(
        "UPDATE varve_run SET session=NULL, holds=? WHERE instance=?", holds, owned.instance());
    if (park == null && !release.due() && owned.crashes() > 0) {
      batch.execute("UPDATE varve_run SET crashes=0 WHERE instance=?", owned.instance());
    }
    if (lane != owned.lane()) {
      Inbox.move(batch, owned.instance(), lane);
    }
    for (byte[] result : results) {
      Inbox.insert(batch, owned.instance(), lane, Inbox.FIRST, MessageKind.ANSWER, result);
    }
    if (park != null || release.due() || !lastTurnRan(batch, owned)) {
      Inbox.wakeWhenStarted(batch, owned.instance(), lane);
    }
    session.disown(owned);
    return new Committed(Row.time(batch.now()), List.of());
  }

  private static boolean lastTurnRan(WriteBatch batch, Owned owned) throws SQLException {
    PreparedStatement select =
        batch.prepare("SELECT ran FROM varve_history WHERE instance=? AND sequence=?");
    select.setLong(1, owned.instance());
    select.setLong(2, owned.lastSequence());
    try (ResultSet row = select.executeQuery()) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  @Override
  void undo() {
    if (before != null) {
      session.own(before);
      before = null;
    }
  }

  @Override
  void committed() {
    if (before != null) {
      session.hub().wakeSessions();
    }
  }
}
