package dev.varve.azure;

import dev.varve.testing.storage.StorageFixture;
import dev.varve.testing.versioning.VersioningConformance;

final class AzureVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new AzureFixture();
  }
}
