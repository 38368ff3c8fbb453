package dev.varve.jdbc;

import dev.varve.testing.slots.SlotConformance;
import dev.varve.testing.storage.StorageFixture;

final class PostgresSlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }

  @Override
  protected int starts() {
    return Boolean.getBoolean("varve.soak") ? 1_000 : 200;
  }

  @Override
  protected int swaps() {
    return Boolean.getBoolean("varve.soak") ? 20 : 4;
  }

  /** Every call in the soak, and in memory always. */
  @Override
  protected int step() {
    return Boolean.getBoolean("varve.soak") ? 1 : 5;
  }
}
