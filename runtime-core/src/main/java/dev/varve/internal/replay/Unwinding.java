package dev.varve.internal.replay;

/**
 * Takes an orchestrator off its thread: the instance is evicted, diverged, or cannot go on. An
 * {@link Error}, so that {@code catch (Exception)} in user code never sees the engine's control
 * flow.
 */
final class Unwinding extends Error {
  static final Unwinding INSTANCE = new Unwinding();

  private Unwinding() {
    super("the orchestrator is being taken off its thread", null, false, false);
  }
}
