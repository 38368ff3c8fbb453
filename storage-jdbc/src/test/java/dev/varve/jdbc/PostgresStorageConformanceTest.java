package dev.varve.jdbc;

import dev.varve.testing.storage.StorageConformance;
import dev.varve.testing.storage.StorageFixture;

final class PostgresStorageConformanceTest extends StorageConformance {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }
}
