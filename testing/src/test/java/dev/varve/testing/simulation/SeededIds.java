package dev.varve.testing.simulation;

import dev.varve.internal.engine.Ids;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Ids of one process. */
final class SeededIds implements Ids {
  private final SplittableRandom random;

  SeededIds(SplittableRandom random) {
    this.random = random;
  }

  @Override
  public String instanceId() {
    return "instance-" + HexFormat.of().toHexDigits(random.nextLong());
  }

  @Override
  public String executionId() {
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  @Override
  public long commitId() {
    return random.nextLong();
  }
}
