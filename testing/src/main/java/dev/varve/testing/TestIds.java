package dev.varve.testing;

import dev.varve.internal.engine.Ids;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;

/** Ids from a seed: instances are numbered, executions and commits look random. Thread-safe. */
final class TestIds implements Ids {
  private final SplittableRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private int instances;

  TestIds(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public String instanceId() {
    lock.lock();
    try {
      instances++;
      return "instance-" + instances;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String executionId() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(commitId()) + hex.toHexDigits(commitId());
  }

  @Override
  public long commitId() {
    lock.lock();
    try {
      return random.nextLong();
    } finally {
      lock.unlock();
    }
  }
}
