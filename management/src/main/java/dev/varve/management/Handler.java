package dev.varve.management;

/**
 * What a route does. Thread-safe. What it throws is answered by the status that fits it: see {@link
 * RequestRefusedException}; an {@link IllegalArgumentException} says that the caller's value is
 * wrong (400).
 */
@FunctionalInterface
public interface Handler {
  /** Does it. */
  ApiResponse handle(ApiCall call);
}
