package dev.varve.jdbc;

import dev.varve.testing.storage.StorageFixture;
import dev.varve.testing.versioning.VersioningConformance;

final class PostgresVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }
}
