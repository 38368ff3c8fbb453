package dev.varve.testing.simulation;

/**
 * Something that happens to a worker, or to all of them.
 *
 * @param atMillis when
 * @param worker to which
 * @param millis how long it lasts, or how far a clock jumps
 * @param next what the worker runs afterwards
 */
record Mishap(int atMillis, Kind kind, int worker, int millis, Deployment next) {
  /** What happens. */
  enum Kind {
    /** The process dies, and another one starts after a while. */
    KILL,
    /** The worker is drained and stopped, and another one starts after a while. */
    STOP,
    /** The process stands still, and goes on without knowing. */
    PAUSE,
    /** Others find its session dead although it lives. */
    FOUND_DEAD,
    /** The store is out of reach of everybody. */
    OUTAGE,
    /** The worker's clock jumps forward. */
    WORKER_CLOCK,
    /** The store's clock jumps forward. */
    STORE_CLOCK,
    /** Another version becomes the current one. */
    MOVE_CURRENT
  }
}
