package dev.varve.testing.versioning;

import dev.varve.testing.storage.StorageFixture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * What versions side by side must show on every store, with the real engine: each test begins with
 * the id of a promise in {@code docs/specification.md}. A store binds it by extending this class
 * and giving the fixture of its storage conformance test.
 *
 * <p>A process is simulated by an engine that shares only the store with the others, and killed by
 * cutting it off from the store between two of its writes, or behind one whose outcome it never
 * learns. That the loss of a real process loses nothing needs tests that kill processes.
 */
@Timeout(120)
public abstract class VersioningConformance {
  /** A fixture for one test. */
  protected abstract StorageFixture fixture();

  @Nested
  class SideBySide extends SideBySideContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Configuration extends ConfigurationContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class HubConfiguration extends HubVersionsContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Move extends MoveContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Pinning extends VersionSetContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Child extends ChildContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Workers extends WorkerContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Edit extends EditContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Parked extends ParkedContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Board extends BoardContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Adapter extends AdapterContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class BeforeADeployment extends RehearsalContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Retiring extends RetireContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class RetiringUnderLoad extends RetireLoadContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class StartUp extends StartUpContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Again extends AgainContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Operation extends OperationContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }

  @Nested
  class Routing extends RouterContract {
    @Override
    StorageFixture fixture() {
      return VersioningConformance.this.fixture();
    }
  }
}
