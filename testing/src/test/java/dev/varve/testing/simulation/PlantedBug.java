package dev.varve.testing.simulation;

import dev.varve.storage.HubStore;
import java.util.SplittableRandom;

/** A known mistake that the simulation must find. */
interface PlantedBug {
  /** The engine and the store as they are. */
  PlantedBug NONE = new PlantedBug() {};

  /**
   * The store as the mistake would make it.
   *
   * @param hub the store itself
   */
  default HubStore inStore(HubStore hub, SplittableRandom random) {
    return hub;
  }

  /**
   * The store as an engine would use it that makes the mistake.
   *
   * @param hub the store as one process sees it
   */
  default HubStore inEngine(HubStore hub, SplittableRandom random) {
    return hub;
  }
}
