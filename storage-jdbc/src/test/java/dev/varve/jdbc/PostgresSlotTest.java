package dev.varve.jdbc;

import dev.varve.testing.slots.SlotConformance;
import dev.varve.testing.storage.StorageFixture;

final class PostgresSlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }
}
