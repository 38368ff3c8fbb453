package dev.varve.storage;

import dev.varve.history.HistoryTurn;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One task hub: its instances, histories, inboxes, sessions and records. Thread-safe; every method
 * may be called concurrently. Guarantees G1 to G15 are those of {@link Storage}.
 */
public interface HubStore {
  /** The hub's name. */
  String name();

  /**
   * The time by the store's clock, microsecond precision. Due times and leases are judged by it.
   */
  Instant now();

  /**
   * Starts instances, each on its own: one refusal does not touch the others (G1, G5).
   *
   * <p>Starting writes the instance row, and a first {@link HistoryTurn} that has not run and holds
   * its {@code ExecutionStarted}. Unless a session claims it at once, the instance becomes
   * claimable at its due time. A start whose id is taken by an instance with the same commit id is
   * found done: it has no further effect, whatever the policy.
   *
   * @return an outcome for each, in order; fails with {@link StorageException} as a whole
   */
  CompletionStage<List<StartOutcome>> start(List<NewInstance> instances);

  /**
   * Puts messages into inboxes, each on its own (G5, G8, G13). A message for another execution than
   * the current one is refused as such even if the instance has finished.
   *
   * @return an outcome for each, in order; fails with {@link StorageException} as a whole
   */
  CompletionStage<List<SendOutcome>> send(List<Message> messages);

  /**
   * Puts a failed instance back to work (G1, G4, G5, G15). A rewind whose last turn is in the
   * history with the same commit id is found done: it has no further effect (G3).
   *
   * @return the outcome; fails with {@link StorageException}
   */
  CompletionStage<RewindOutcome> rewind(Rewind rewind);

  /**
   * The hub inside a transaction of the caller.
   *
   * @param connection to the database of this store, with a transaction begun
   * @throws StorageException if this store cannot join transactions, or not this one; nothing is
   *     written
   */
  default JoinedHub join(Connection connection) {
    throw new StorageException(
        "this store cannot join a transaction; use SQLite or PostgreSQL for that", null);
  }

  /** The row of one instance. */
  Optional<InstanceRow> instance(String instanceId);

  /**
   * One page of instances, ordered by creation time and then id, oldest first unless asked
   * otherwise. An instance that exists while all pages are read is on exactly one of them.
   *
   * @throws IllegalArgumentException if the continuation is not one of this hub's pages
   */
  InstancePage query(InstanceQuery query);

  /**
   * How many instances there are per function, status and condition, without reading them all. Only
   * those with a count above 0.
   */
  List<InstanceCount> counts();

  /**
   * The builds that failed on instances since they last ran, to which they are not handed now
   * (G14).
   *
   * @return by instance id; those without any, unknown ones among them, are left out
   */
  Map<String, Set<String>> failedBuilds(Collection<String> instanceIds);

  /**
   * Part of the history of the current execution of an instance, in order.
   *
   * @param afterSequence turns with a greater sequence are returned; 0 for all
   * @param maxTurns the most turns to return, at least 1
   * @return empty if there is nothing behind {@code afterSequence} or no such instance
   */
  List<HistoryTurn> history(String instanceId, long afterSequence, int maxTurns);

  /**
   * What waits for an instance and is not in its history yet, handed to its owner or not: answers,
   * events, management messages, in the order of delivery (G8). Timers are not among it.
   *
   * @param maxMessages the most messages to return, at least 1; the first ones
   * @return empty if nothing waits or no such instance
   */
  List<InboxMessage> inbox(String instanceId, int maxMessages);

  /**
   * Removes finished instances with all they own, at most a batch per call, each as a whole.
   * Instances that are not finished are left alone.
   */
  PurgeOutcome purge(PurgeRequest request);

  /**
   * Opens a session for a starting engine: one row that carries its liveness and is its fence (G2).
   *
   * @param wakeUp called when something may be due for the session, or is due sooner than what was;
   *     a hint (G11). Must return quickly; called on any thread, also that of the session's own
   *     commits
   */
  WorkerSession openSession(SessionDescriptor descriptor, Runnable wakeUp);

  /** The live sessions of this hub. */
  List<SessionRow> sessions();

  /** Hub records with compare-and-set, the audit log and the version sets. */
  HubRecords records();

  /**
   * Registers a listener for instances that were finished or taken up by commits of this process; a
   * hint (G11). The listener is called on a thread of the store or of whoever caused the change,
   * and must return quickly.
   *
   * @return ends the registration
   */
  AutoCloseable onChange(Consumer<InstanceChange> listener);
}
