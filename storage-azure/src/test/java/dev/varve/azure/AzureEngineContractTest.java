package dev.varve.azure;

import dev.varve.testing.engine.EngineContract;
import dev.varve.testing.storage.StorageFixture;

final class AzureEngineContractTest extends EngineContract {
  @Override
  protected StorageFixture fixture() {
    return new AzureFixture();
  }
}
