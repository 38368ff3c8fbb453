package dev.varve.internal.engine;

import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Ids from the JDK's random generators. */
final class RandomIds implements Ids {
  @Override
  public String instanceId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public String executionId() {
    // Unguessability is not asked of execution ids, so the fast generator serves.
    ThreadLocalRandom random = ThreadLocalRandom.current();
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
  }

  @Override
  public long commitId() {
    return ThreadLocalRandom.current().nextLong();
  }
}
