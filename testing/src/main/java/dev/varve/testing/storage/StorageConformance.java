package dev.varve.testing.storage;

import org.junit.jupiter.api.Nested;

/**
 * What every store must show: the guarantees G1 to G15 of {@link dev.varve.storage.Storage}, each
 * named by at least one test, and the contracts of the methods. A store binds it by extending this
 * class and giving a fixture.
 *
 * <p>Left open, since it cannot be shown from outside or is a store's own affair:
 *
 * <ul>
 *   <li>G5 is shown by closing and opening again; that the loss of the process or of power at any
 *       moment loses nothing acknowledged needs tests that kill processes.
 *   <li>G6 is shown for a closed store only; which failures leave the outcome unknown depends on
 *       the store.
 *   <li>Whether {@code complete} reports an activity as its session's own when its instance has
 *       ended: the row may or may not be gone.
 *   <li>Which of several sessions is woken, and how often; the order of activities of different
 *       functions.
 *   <li>What a commit that is repeated on a session that is over reports, and what limits {@code
 *       TooLarge} stands for.
 *   <li>Speed, and that costs stay flat with many rows.
 * </ul>
 */
public abstract class StorageConformance {
  /** A fixture for one test. */
  protected abstract StorageFixture fixture();

  @Nested
  class Start extends StartContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Commit extends CommitContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Message extends MessageContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Timer extends TimerContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Dispatch extends DispatchContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Hold extends HoldContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Session extends SessionContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Activity extends ActivityContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Execution extends ExecutionContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Rewind extends RewindContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Query extends QueryContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Purge extends PurgeContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Tracking extends TrackingContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Records extends RecordsContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    StorageFixture fixture() {
      return StorageConformance.this.fixture();
    }
  }
}
