package dev.varve.storage;

import java.time.InstantSource;

/** All that the lock of one hub guards. */
final class MemoryTables {
  final String hub;
  final MemoryClock clock;
  final MemoryNotices notices = new MemoryNotices();
  final MemoryInstances instances = new MemoryInstances();
  final MemorySessions sessions = new MemorySessions();
  final MemoryDispatch dispatch;
  final MemoryActivities activities;
  private long lastId;

  MemoryTables(String hub, InstantSource source) {
    this.hub = hub;
    clock = new MemoryClock(source);
    dispatch = new MemoryDispatch(clock, notices, sessions);
    activities = new MemoryActivities(notices, sessions);
  }

  /** Unique in the hub and never used again: messages, activities and sessions share the count. */
  long nextId() {
    return ++lastId;
  }
}
