package dev.varve.storage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The hold of one running engine on a hub. While it lives, the instances it claimed are its own
 * until it releases them. Thread-safe. Guarantees G1 to G15 are those of {@link Storage}.
 *
 * <p>Once the session is over, by {@link #close} or because others found it dead, every method that
 * writes reports that it is fenced and changes nothing (G2).
 */
public interface WorkerSession extends AutoCloseable {
  /** Unique in the hub and never used again. */
  long id();

  /**
   * Claims what is due now and returns at once (G8, G9, G10): messages for instances that this
   * session already owns, instances nobody owns that have something due, and queued activities. A
   * message is handed out once per ownership. What a session claims for management comes with
   * everything that is due for the instance. Empty when the session is over.
   */
  FetchBatch fetch(FetchRequest request);

  /**
   * Makes one turn durable, all or nothing (G1 to G5, G7). The store may put several commits into
   * one transaction, each with an outcome of its own; commits of one instance keep their order. May
   * be called before the stage of the instance's own start or earlier commit has completed.
   */
  CompletionStage<CommitOutcome> commit(TurnCommit commit);

  /**
   * Records the result of queued activities and removes them from the queue (G1, G2): the answer
   * goes to the instance's inbox, or nowhere if the instance has ended or its execution has
   * changed.
   *
   * @return for each, in order, whether it was still this session's to complete
   */
  CompletionStage<List<Boolean>> complete(List<ActivityResult> results);

  /**
   * Gives up an instance in the state it is in, and puts the results given back into its inbox. A
   * parked or suspended instance is held (G14); any other is claimable as soon as something is due
   * for it, which a last turn that has not run is. One that was parked before and is released
   * without a park stays parked until a turn of it runs.
   */
  CompletionStage<CommitOutcome> release(Release release);

  /**
   * Gives queued activities back, due at once and as if they had not been claimed: the delivery is
   * not counted. Those that are not this session's are passed over.
   */
  void abandon(List<Long> activityIds);

  /**
   * Which of these queued activities still wait for an answer of this session. One that was
   * cancelled, whose instance has ended or whose execution has changed does not. A read: nothing
   * changes hands by it.
   *
   * @param activityIds activities this session was handed; others are passed over
   * @return none once the session is over
   */
  Set<Long> stillHeld(Collection<Long> activityIds);

  /** Shows that this session is alive; false when it was found dead. */
  boolean renew();

  /** For how long after a renewal the next one need not come; zero if nothing is known of that. */
  default Duration renewalInterval() {
    return Duration.ZERO;
  }

  /**
   * For how long a fetch that nobody hinted at would find nothing, because the session does not
   * look sooner at what other processes wrote; empty if it looks at every fetch.
   */
  default Optional<Duration> pollInterval() {
    return Optional.empty();
  }

  /**
   * Looks for sessions that died and makes a slice of what they owned claimable (G12).
   *
   * @param maxInstances the size of the slice, at least 1
   * @return how many instances and activities were recovered; call again while it is not 0
   */
  int recover(int maxInstances);

  /**
   * Releases everything this session owns and ends it. Each instance is due at once, since the
   * store does not know which have open local activities; an engine that knows releases them itself
   * before. Crashes are not counted. Repeatable.
   */
  @Override
  void close();
}
