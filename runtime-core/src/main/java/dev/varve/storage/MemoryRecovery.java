package dev.varve.storage;

import java.util.List;

/** Makes claimable again what a session owned that ended. Guarded by the hub's lock. */
final class MemoryRecovery {
  private final MemoryTables tables;

  MemoryRecovery(MemoryTables tables) {
    this.tables = tables;
  }

  /** Recovers a slice of what the dead own; returns its size. */
  int recover(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("a slice of " + max + " is out of range; use 1 or more");
    }
    int recovered = 0;
    MemorySession dead = tables.sessions.firstDead();
    while (dead != null && recovered < max) {
      recovered += recover(dead, max - recovered);
      if (dead.owned.isEmpty() && dead.activities.isEmpty()) {
        tables.sessions.recovered(dead);
      }
      dead = tables.sessions.firstDead();
    }
    return recovered;
  }

  /**
   * Gives up everything a session owns that closes. Which of the instances have open local
   * activities only their worker knew, so each of them is due.
   */
  void releaseAll(MemorySession session) {
    for (MemoryInstance instance : List.copyOf(session.owned)) {
      tables.dispatch.giveUp(instance, true);
    }
    for (MemoryActivity activity : List.copyOf(session.activities.values())) {
      tables.activities.giveBack(activity, false);
    }
  }

  private int recover(MemorySession dead, int max) {
    List<MemoryInstance> instances = dead.owned.stream().limit(max).toList();
    for (MemoryInstance instance : instances) {
      instance.crashes++;
      tables.dispatch.giveUp(instance, true);
    }
    List<MemoryActivity> activities =
        dead.activities.values().stream().limit(max - instances.size()).toList();
    activities.forEach(activity -> tables.activities.giveBack(activity, true));
    return instances.size() + activities.size();
  }
}
