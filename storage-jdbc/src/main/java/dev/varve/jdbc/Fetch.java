package dev.varve.jdbc;

import dev.varve.InstanceCondition;
import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.InboxMessage;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.Release;
import dev.varve.storage.StorageException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fetch of one session: looks for work with a reader, claims what it found with the writer, and
 * reads what belongs to it with a reader again. If there is nothing to claim, nothing is written.
 */
final class Fetch {
  private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);
  private static final String DUE_MESSAGES =
      "SELECT message, due, kind, task, event FROM varve_message"
          + " WHERE instance=? AND due<=? AND kind<>0 ORDER BY due, message";

  private final JdbcSession session;
  private final FetchRequest request;
  private final Database database;
  private @Nullable Look last;
  private boolean inDoubt;

  Fetch(JdbcSession session, FetchRequest request) {
    this.session = session;
    this.request = request;
    this.database = session.hub().database();
  }

  FetchBatch run() {
    session.dropConsumed();
    long now = database.clock().micros();
    Look look = look(now);
    inDoubt = true;
    if (look.instances().isEmpty() && look.activities().isEmpty()) {
      return batch(now, look, List.of(), List.of());
    }
    ClaimOperation.Claims claims = claim(look);
    List<ClaimedInstance> claimed =
        claims.instances().isEmpty()
            ? List.of()
            : database
                .readers()
                .read("read claimed instances", c -> read(c, claims.instances(), now));
    return batch(now, look, claimed, activities(claims.activities()));
  }

  private ClaimOperation.Claims claim(Look look) {
    try {
      return database.await(new ClaimOperation(session, look.instances(), look.activities()));
    } catch (StorageException e) {
      if (!e.outcomeUnknown()) {
        // Nothing was claimed, and what the look handed out was seen by nobody.
        look.takeBack();
        inDoubt = false;
      }
      throw e;
    }
  }

  /** Whether what was handed out or claimed may be lost, if the fetch fails. */
  boolean inDoubt() {
    return inDoubt;
  }

  private Look look(long now) {
    if (database.dialect().isRemote()) {
      Look glance = new Look(session, request, now);
      if (database.readers().readOne("look for work", glance::findsNothing)) {
        return glance;
      }
    }
    boolean good = false;
    try {
      Look look =
          database
              .readers()
              .read(
                  "look for work",
                  c -> {
                    forgetLook();
                    last = new Look(session, request, now);
                    return last.at(c);
                  });
      good = true;
      return look;
    } finally {
      if (!good) {
        forgetLook();
      }
    }
  }

  private void forgetLook() {
    if (last != null) {
      last.takeBack();
    }
  }

  private List<ClaimedInstance> read(
      Statements connection, List<ClaimOperation.Claim> claims, long now) throws SQLException {
    List<ClaimedInstance> claimed = new ArrayList<>(claims.size());
    for (ClaimOperation.Claim claim : claims) {
      read(connection, claim, now).ifPresent(claimed::add);
    }
    return claimed;
  }

  private static FetchBatch batch(
      long now, Look look, List<ClaimedInstance> claimed, List<QueuedActivity> activities) {
    return new FetchBatch(
        Row.time(now), claimed, look.delivered(), activities, look.more(), look.nextDue());
  }

  /** Rows that cannot be read stay claimed, so that they trouble nobody else. */
  private static List<QueuedActivity> activities(List<ClaimOperation.ClaimedActivity> claims) {
    List<QueuedActivity> activities = new ArrayList<>(claims.size());
    for (ClaimOperation.ClaimedActivity claim : claims) {
      try {
        activities.add(
            new QueuedActivity(
                claim.id(),
                claim.instanceId(),
                claim.executionId(),
                Codec.task(claim.event()),
                claim.deliveries()));
      } catch (HistoryFormatException | StorageException e) {
        LOG.error(
            "queued activity {} of instance '{}' cannot be read",
            claim.id(),
            claim.instanceId(),
            e);
      }
    }
    return activities;
  }

  /** What belongs to a claim; an instance whose rows cannot be read is parked, not handed out. */
  private Optional<ClaimedInstance> read(
      Statements connection, ClaimOperation.Claim claim, long now) throws SQLException {
    Owned owned = claim.owned();
    try {
      List<HistoryTurn> history =
          History.read(connection, owned.instance(), 0, request.maxHistoryTurns());
      boolean complete = !history.isEmpty() && history.getLast().sequence() == owned.lastSequence();
      return Optional.of(
          new ClaimedInstance(
              owned.id(),
              owned.name(),
              owned.status(),
              claim.parked(),
              owned.crashes(),
              history,
              complete,
              messages(connection, owned, now)));
    } catch (HistoryFormatException e) {
      LOG.error("instance '{}' is parked: its stored events cannot be read", owned.id(), e);
      ParkRecord park =
          new ParkRecord(
              InstanceCondition.POISON,
              "stored events cannot be read: " + e.getMessage(),
              session.descriptor().build());
      session
          .release(new Release(owned.id(), List.of(), Optional.of(park), false))
          .whenComplete((outcome, failure) -> {
            if (failure != null) {
              LOG.error("instance '{}' could not be parked", owned.id(), failure);
            }
          });
      return Optional.empty();
    }
  }

  private static List<InboxMessage> messages(Statements connection, Owned owned, long now)
      throws SQLException {
    PreparedStatement select = connection.prepare(DUE_MESSAGES);
    select.setLong(1, owned.instance());
    select.setLong(2, now);
    List<InboxMessage> messages = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        messages.add(message(row.getLong(1), row.getLong(2), row, 3));
      }
    }
    messages.forEach(message -> owned.handed().add(message.id()));
    return messages;
  }

  /** Reads the columns kind, task and event, of which the kind is the first. */
  static InboxMessage message(long id, long due, ResultSet row, int kind) throws SQLException {
    boolean timer = row.getInt(kind) == MessageKind.TIMER.ordinal();
    InputEvent event =
        timer ? Codec.timer(row.getLong(kind + 1), due) : Codec.input(row.getBytes(kind + 2));
    return new InboxMessage(id, event);
  }
}
