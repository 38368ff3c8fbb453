package dev.varve.jdbc;

import dev.varve.testing.engine.EngineContract;
import dev.varve.testing.storage.StorageFixture;

final class PostgresEngineContractTest extends EngineContract {
  @Override
  protected StorageFixture fixture() {
    return new PostgresFixture();
  }
}
