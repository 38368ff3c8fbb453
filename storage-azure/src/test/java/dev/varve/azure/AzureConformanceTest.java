package dev.varve.azure;

import dev.varve.testing.storage.StorageConformance;
import dev.varve.testing.storage.StorageFixture;

final class AzureConformanceTest extends StorageConformance {
  @Override
  protected StorageFixture fixture() {
    return new AzureFixture();
  }
}
