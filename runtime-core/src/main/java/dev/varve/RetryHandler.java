package dev.varve;

/**
 * Code that decides whether a failed attempt is made again. Must be deterministic, like its
 * orchestrator.
 */
@FunctionalInterface
public interface RetryHandler {
  /** Whether to try again. Failures marked non-retriable are not asked about. */
  boolean handle(RetryContext context);
}
