package dev.varve.testing.storage;

final class InMemoryStorageConformanceTest extends StorageConformance {
  @Override
  protected StorageFixture fixture() {
    return new MemoryFixture();
  }
}
