package dev.varve.jdbc;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What operations that are about to share a transaction will look up and must keep others from
 * changing. Where several processes write at once, it is looked up in few queries and locked in the
 * order of keys, before the first of them is applied; a database with one writer needs none of it.
 */
final class Needs {
  private final Set<InstanceId> ids = new HashSet<>();
  private final Set<InstanceId> targets = new HashSet<>();
  private final Set<Long> runs = new TreeSet<>();
  private final Set<Long> activities = new TreeSet<>();
  private final Set<Long> hubs = new TreeSet<>();

  /** An instance by the id its user gave it. */
  record InstanceId(long hub, String id) {}

  /** It is going to be asked whether there is an instance of this id. */
  void lookUp(long hub, String id) {
    ids.add(new InstanceId(hub, id));
  }

  /** An instance is going to be sent something, which its end must not overtake. */
  void sendTo(long hub, String id) {
    targets.add(new InstanceId(hub, id));
  }

  /** An instance of a session here is going to be ended, given up or moved to another lane. */
  void change(long instance) {
    runs.add(instance);
  }

  /** A queued activity is going to be completed, which sends its instance the answer. */
  void complete(long activity) {
    activities.add(activity);
  }

  /** Which builds are live in a hub is going to be relied upon. */
  void builds(long hub) {
    hubs.add(hub);
  }

  Set<InstanceId> ids() {
    return ids;
  }

  Set<InstanceId> targets() {
    return targets;
  }

  Set<Long> runs() {
    return runs;
  }

  Set<Long> activities() {
    return activities;
  }

  Set<Long> hubs() {
    return hubs;
  }
}
