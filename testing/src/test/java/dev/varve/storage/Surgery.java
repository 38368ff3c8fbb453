package dev.varve.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Looks into a hub in memory behind the storage contract, and breaks it on purpose: for the
 * simulation, which plants mistakes and has to find them.
 */
public final class Surgery {
  private Surgery() {}

  /** What is left at rest and should not be: owners, messages, queued activities, sessions. */
  public static List<String> leftovers(HubStore hub) {
    return ((MemoryHub) hub)
        .locked(tables -> {
          List<String> left = new ArrayList<>();
          for (MemoryInstance instance : tables.instances.byCreation().values()) {
            if (instance.owner != null) {
              left.add(instance.id + " is owned by session " + instance.owner.id());
            }
            if (instance.inbox.firstDue() != MemoryInbox.NEVER) {
              left.add(instance.id + " has messages");
            }
            if (!instance.activities.isEmpty()) {
              left.add(instance.id + " has queued activities " + instance.activities.keySet());
            }
            if (instance.queue != null) {
              left.add(instance.id + " waits to be claimed");
            }
          }
          tables.sessions.live().forEach(session -> left.add("session " + session.id() + " lives"));
          if (tables.sessions.firstDead() != null) {
            left.add("session " + tables.sessions.firstDead().id() + " is not recovered");
          }
          if (!tables.dispatch.managed().isEmpty()) {
            left.add(tables.dispatch.managed().size() + " instances wait for management");
          }
          return left;
        });
  }

  /** Writes a turn although its session does not own the instance, if its sequence is free. */
  public static CommitOutcome write(HubStore hub, TurnCommit commit, CommitOutcome fenced) {
    return ((MemoryHub) hub)
        .locked(tables -> {
          MemoryInstance instance = tables.instances.find(commit.instanceId());
          boolean free =
              instance != null
                  && !instance.status.isFinished()
                  && instance.turns(0, Integer.MAX_VALUE).stream()
                      .noneMatch(turn -> turn.sequence() == commit.turn().sequence());
          if (instance == null || !free) {
            return fenced;
          }
          instance.append(commit.turn());
          return new CommitOutcome.Committed(MemoryClock.instant(tables.clock.now()), List.of());
        });
  }

  /** Lets nobody know that something waits for an instance. */
  public static void forgetDue(HubStore hub, String instanceId) {
    ((MemoryHub) hub)
        .run(tables -> {
          MemoryInstance instance = tables.instances.find(instanceId);
          if (instance != null && instance.inbox.firstDue() <= tables.clock.now()) {
            WakeQueue.remove(instance);
          }
        });
  }

  /** Removes all messages of an instance up to an id. */
  public static void deleteUpTo(HubStore hub, String instanceId, long last) {
    ((MemoryHub) hub)
        .run(tables -> {
          MemoryInstance instance = tables.instances.find(instanceId);
          if (instance != null) {
            instance.inbox.consume(LongStream.rangeClosed(1, last).boxed().toList());
          }
        });
  }
}
