package dev.varve.testing.slots;

import dev.varve.testing.storage.MemoryFixture;
import dev.varve.testing.storage.StorageFixture;

final class InMemorySlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new MemoryFixture();
  }
}
