package dev.varve.testing.engine;

import dev.varve.testing.storage.MemoryFixture;
import dev.varve.testing.storage.StorageFixture;

final class InMemoryEngineContractTest extends EngineContract {
  @Override
  protected StorageFixture fixture() {
    return new MemoryFixture();
  }
}
