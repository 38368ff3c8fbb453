package dev.varve.testing.faults;

import java.time.InstantSource;

class InMemorySweepTest extends SingleFaultSweep {
  @Override
  protected StoreUnderTest store(InstantSource clock) {
    return StoreUnderTest.inMemory(clock);
  }
}
