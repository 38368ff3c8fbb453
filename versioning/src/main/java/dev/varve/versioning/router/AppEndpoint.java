package dev.varve.versioning.router;

/** Where one run of an app takes requests. Thread-safe. */
@FunctionalInterface
public interface AppEndpoint {
  /**
   * Sends a request and waits for the answer.
   *
   * @throws AppUnreachableException if there is no answer; says whether the app may have seen the
   *     request
   */
  AppResponse send(AppRequest request) throws AppUnreachableException;
}
