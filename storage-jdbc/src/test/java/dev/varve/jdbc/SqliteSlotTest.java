package dev.varve.jdbc;

import dev.varve.testing.slots.SlotConformance;
import dev.varve.testing.storage.StorageFixture;

final class SqliteSlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new SqliteFixture();
  }
}
