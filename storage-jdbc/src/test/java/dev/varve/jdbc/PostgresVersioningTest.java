package dev.varve.jdbc;

import dev.varve.testing.versioning.VersioningConformance;
import dev.varve.testing.storage.StorageFixture;

final class PostgresVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }
}
