package dev.varve.azure.internal.format;

import java.nio.charset.StandardCharsets;

/** Which partition an instance belongs to: FNV-1a with 32 bits over its id. */
public final class PartitionHash {
  private static final int OFFSET = 0x811C9DC5;
  private static final int PRIME = 16_777_619;

  private PartitionHash() {}

  /**
   * The partition of an instance, from 0.
   *
   * @param partitions how many there are, 1 to 16
   */
  public static int of(String instanceId, int partitions) {
    return Integer.remainderUnsigned(hash(instanceId), partitions);
  }

  static int hash(String text) {
    int hash = OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * PRIME;
    }
    return hash;
  }
}
