package dev.varve.testing.versioning;

import dev.varve.testing.storage.MemoryFixture;
import dev.varve.testing.storage.StorageFixture;

final class InMemoryVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new MemoryFixture();
  }
}
