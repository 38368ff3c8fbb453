package dev.varve.jdbc;

import dev.varve.testing.storage.StorageFixture;
import dev.varve.testing.versioning.VersioningConformance;

final class SqliteVersioningTest extends VersioningConformance {
  @Override
  protected StorageFixture fixture() {
    return new SqliteFixture();
  }
}
