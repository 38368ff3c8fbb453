package dev.varve.testing.engine;

import dev.varve.testing.storage.StorageFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * What users may rely on, run with real engines, real threads and real time on one store. A store
 * binds it by extending this class and giving a fixture, the same as for the storage conformance
 * suite. Left open: speed, and that death at any moment loses nothing, which needs tests that kill
 * processes.
 */
@Timeout(120)
public abstract class EngineContract {
  /** A fixture for one test. */
  protected abstract StorageFixture fixture();

  @Nested
  class Start extends StartContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Activity extends ActivityContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Event extends EventContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Management extends ManagementContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Child extends ChildContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Rewind extends RewindContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class RewindOfAParent extends RewindChildContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Restart extends RestartContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Park extends ParkContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Worker extends WorkerContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Queue extends QueueContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Retry extends RetryContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }

  @Nested
  class Round extends RoundContract {
    @Override
    StorageFixture fixture() {
      return EngineContract.this.fixture();
    }
  }
}
