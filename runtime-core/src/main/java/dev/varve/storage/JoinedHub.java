package dev.varve.storage;

import java.util.List;

/**
 * A hub as one transaction of the caller sees it: what is written here becomes durable when the
 * caller commits, together with the caller's own changes, or never. To be used by the thread that
 * uses the transaction.
 *
 * <p>Outcomes say what will be the case if the transaction commits. Workers learn of it when they
 * next look, as nobody can tell them when that is.
 */
public interface JoinedHub {
  /**
   * Starts instances, as {@link HubStore#start} does; none may be claimed by a session.
   *
   * @return an outcome for each, in order
   */
  List<StartOutcome> start(List<NewInstance> instances);

  /**
   * Puts messages into inboxes, as {@link HubStore#send} does.
   *
   * @return an outcome for each, in order
   */
  List<SendOutcome> send(List<Message> messages);
}
