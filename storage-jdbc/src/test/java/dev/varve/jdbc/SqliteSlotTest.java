package dev.varve.jdbc;

import dev.varve.testing.slots.SlotConformance;
import dev.varve.testing.storage.StorageFixture;

final class SqliteSlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new SqliteFixture();
  }

  /** Every call in the soak, and in memory always. */
  @Override
  protected int step() {
    return Boolean.getBoolean("varve.soak") ? 1 : 3;
  }
}
