package dev.varve.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** How often one client may ask: so many times at once, and so often in the long run. */
final class Throttle {
  /** Who came longest ago is forgotten first; that gives them a full allowance. */
  private static final int MAX_CLIENTS = 10_000;

  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double atOnce;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final Map<String, Allowance> clients =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Allowance> eldest) {
          return size() > MAX_CLIENTS;
        }
      };

  private record Allowance(double left, long at) {}

  Throttle(int perSecond, int atOnce, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.atOnce = atOnce;
    this.nanos = nanos;
  }

  /** Counts a request; false if it is one too many. */
  boolean admit(String client) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      Allowance before = clients.getOrDefault(client, new Allowance(atOnce, now));
      double left = Math.min(atOnce, before.left() + (now - before.at()) / NANOS * perSecond);
      boolean admitted = left >= 1;
      clients.put(client, new Allowance(admitted ? left - 1 : left, now));
      return admitted;
    } finally {
      lock.unlock();
    }
  }
}
