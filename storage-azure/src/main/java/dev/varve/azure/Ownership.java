package dev.varve.azure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which instances the sessions of this process own. Thread-safe; written on strands only. */
final class Ownership {
  private final Map<String, Owned> owned = new ConcurrentHashMap<>();

  /** Owned no longer, but for what their last commits did to others. */
  private final Map<String, Owned> leaving = new ConcurrentHashMap<>();

  /** The instance, if a session of this process owns it and is not over. */
  @Nullable Owned find(String instanceId) {
    Owned found = owned.get(instanceId);
    return found == null || found.session.isOver() ? null : found;
  }

  /** The instance, if this session owns it. */
  @Nullable Owned find(AzureSession session, String instanceId) {
    Owned found = find(instanceId);
    return found != null && found.session == session ? found : null;
  }

  /** The instance, if this session owns it, also one that is just ending. */
  @Nullable Owned ofSession(AzureSession session, String instanceId) {
    Owned found = owned.get(instanceId);
    return found != null && found.session == session ? found : null;
  }

  boolean isCurrent(Owned instance) {
    return owned.get(instance.id) == instance;
  }

  void own(Owned instance) {
    owned.put(instance.id, instance);
    instance.session.setAlarm(instance);
  }

  /** It is no longer this session's; the row that says so may go. */
  void disown(Owned instance) {
    release(instance, false);
  }

  /**
   * It is no longer this session's.
   *
   * @param unsettled whether the row that says whose it was has to stay, for whoever recovers the
   *     session, until what its last commit did to others is carried out
   */
  void release(Owned instance, boolean unsettled) {
    owned.remove(instance.id, instance);
    if (unsettled) {
      leaving.put(instance.id, instance);
    } else {
      instance.session.letGo(Keys.own(instance.id));
    }
  }

  /** What the commits of an instance did to others is carried out. */
  void settled(String instanceId) {
    Owned gone = leaving.remove(instanceId);
    if (gone != null && find(gone.session, instanceId) == null) {
      gone.session.letGo(Keys.own(instanceId));
    }
    Owned found = owned.get(instanceId);
    if (found != null) {
      found.unsettled = Math.max(0, found.unsettled - 1);
    }
  }

  /** Something about an instance is in doubt: its session looks at it again. */
  void suspect(String instanceId) {
    Owned found = owned.getOrDefault(instanceId, leaving.get(instanceId));
    if (found != null) {
      found.session.suspect(instanceId);
    }
  }

  List<Owned> of(AzureSession session) {
    return owned.values().stream().filter(o -> o.session == session).toList();
  }

  /** Whether commits of the session have effects that are not known to be carried out. */
  boolean isLeaving(AzureSession session) {
    return leaving.values().stream().anyMatch(o -> o.session == session);
  }

  /** The session is over: nothing is its own any more. */
  void forget(AzureSession session) {
    owned.values().removeIf(o -> o.session == session);
    leaving.values().removeIf(o -> o.session == session);
  }

  /**
   * Takes in an instance that is the session's by what was read, although the session does not know
   * it: the answer to its start or claim was lost.
   *
   * @return it, or null if it is not the session's
   */
  @Nullable Owned adopt(AzureSession session, Loaded read, long now) {
    if (read.state().owner != session.id() || session.isOver()) {
      return null;
    }
    Owned adopted = new Owned(session, read.state(), read.etag(), now, read.inbox(), read.tasks());
    adopted.unsettled = read.outbox().isEmpty() ? 0 : 1;
    own(adopted);
    session.keepUnknown(adopted);
    return adopted;
  }

  /**
   * Takes in what was read of an owned instance.
   *
   * @return it, or null if it is owned no longer
   */
  @Nullable Owned refresh(Owned instance, Optional<Loaded> read, HubTables tables) {
    InstanceState state = read.map(Loaded::state).orElse(null);
    if (state == null
        || state.owner != instance.session.id()
        || state.epoch != instance.state.epoch) {
      disown(instance);
      return null;
    }
    Tidying.run(tables, read.get());
    instance.refresh(read.get());
    instance.session.setAlarm(instance);
    instance.session.keepUnknown(instance);
    return instance;
  }
}
