package dev.varve.testing.storage;

import dev.varve.testing.versioning.VersioningConformance;

final class InMemoryVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new InMemoryStorageConformanceTest().fixture();
  }
}
