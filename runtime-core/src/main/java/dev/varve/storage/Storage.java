package dev.varve.storage;

import java.util.List;

/**
 * A place where task hubs live: an embedded file, a database, an account. Thread-safe.
 *
 * <p>Every store shows the guarantees below; the conformance suite has a test that names each one.
 * {@link StorageCapabilities} says where a store stops short, and the engine refuses loudly what
 * cannot work there.
 *
 * <ul>
 *   <li><b>G1 atomic.</b> A {@link TurnCommit} takes effect as a whole or not at all: consumed
 *       messages, history, timers, queued activities, sent messages, started instances, status row.
 *   <li><b>G2 fenced.</b> A session that ended or was taken over changes nothing any more. Session
 *       ids are never used twice. One live session at most owns an instance.
 *   <li><b>G3 repeatable.</b> A commit whose turn is already in history with the same commit id has
 *       no further effect and reports success, also when the instance finished or changed hands
 *       since. So does a {@link Rewind}.
 *   <li><b>G4 append-only.</b> History sequences of an instance count up by one without gap and are
 *       never rewritten; they do not restart at continue-as-new. A turn whose sequence is not the
 *       next one is fenced.
 *   <li><b>G5 durable.</b> When a stage completes normally or a method returns, the effect survives
 *       the loss of the process, and every later read sees it.
 *   <li><b>G6 unknown is reported.</b> A {@link StorageException} with {@code outcomeUnknown} means
 *       the effect may or may not have happened; any other failure means nothing happened.
 *   <li><b>G7 exact consumption.</b> A commit removes exactly the messages it names. One that
 *       arrived meanwhile stays.
 *   <li><b>G8 first in, first out.</b> Messages of one instance are delivered in the order they
 *       were accepted, timers by due time among them, each at most once per ownership.
 *   <li><b>G9 filtered.</b> A session is handed only orchestrators and activities it serves, and
 *       management messages of any instance. What nobody serves stays, costs a served function
 *       nothing, and stays visible to queries.
 *   <li><b>G10 never early.</b> Timers and delayed starts are handed out when the store's clock has
 *       reached their due time, in the order of due time, and never before. Before a delayed start
 *       is due only management messages make the instance claimable; what else arrives waits.
 *   <li><b>G11 hints may be lost.</b> Wake-ups and change signals are hints; rows are the truth,
 *       and {@link WorkerSession#fetch} finds every row that is due.
 *   <li><b>G12 recoverable.</b> After a session died, {@link WorkerSession#recover} makes each
 *       instance it owned claimable again, with its count of crashes raised by one.
 *   <li><b>G13 acknowledged.</b> A message to an instance that does not exist or has finished is
 *       refused with an outcome, also when it races with the turn that finishes it.
 *   <li><b>G14 held.</b> A parked or suspended instance keeps its messages, in order, and only
 *       management messages make it claimable; a parked one is claimable at once, also with an
 *       empty inbox, for sessions of a build that has not failed on it and that serve its function.
 *       A build that parked it as UNRESOLVED counts as one that has not failed, at the latest once
 *       a session opens that serves a function nobody served, also if it opened between the claim
 *       and the park, and whatever other builds made of it since. One that was resumed, which is a
 *       committed turn that has not run and holds an {@code ExecutionResumed}, is so for every
 *       session, also of the builds that failed on it; it stays parked until it runs. {@link
 *       HubStore#failedBuilds} tells which builds it is kept from.
 *   <li><b>G15 rewound.</b> A {@link Rewind} of an instance that is FAILED, with the execution and
 *       the last sequence that it names, takes effect as a whole; any other is refused and changes
 *       nothing. Then the instance is RUNNING without output, failure and time of completion, has
 *       the history, timers and queued activities of the rewind, and is claimable at once.
 *       Function, version set, tags, parent, custom status and time of creation stay, and so do
 *       events that were accepted and not consumed when it failed. What answers work from before
 *       reaches it no more, answers of its children apart ({@link Message#isFor}).
 * </ul>
 */
public interface Storage extends AutoCloseable {
  /** What this store can and cannot do. */
  StorageCapabilities capabilities();

  /**
   * The hub of this name, created if it does not exist yet. Repeated calls give equal access.
   *
   * @throws IllegalArgumentException if the name breaks the grammar of hub names
   * @throws StorageException if the store cannot be read or written
   */
  HubStore hub(String name);

  /** The names of the hubs that exist, in order. */
  List<String> hubs();

  /** Closes the store. Sessions must be closed first; those that are not count as died. */
  @Override
  void close();
}
