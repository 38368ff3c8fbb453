package dev.varve.internal.engine;

/** The seams through which time, chance and threads enter the engine. The store is one more. */
public record Ports(EngineClock clock, EngineScheduler scheduler, Ids ids) {
  /** The real ones. */
  public static Ports system() {
    return new Ports(System::nanoTime, new ThreadScheduler(), new RandomIds());
  }
}
