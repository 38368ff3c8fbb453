package dev.varve.azure;

import dev.varve.testing.slots.SlotConformance;
import dev.varve.testing.storage.StorageFixture;

final class AzureSlotTest extends SlotConformance {
  @Override
  protected StorageFixture fixture() {
    return new AzureFixture();
  }

  @Override
  protected int starts() {
    return 40;
  }

  @Override
  protected int swaps() {
    return 2;
  }

  @Override
  protected int step() {
    return 8;
  }
}
