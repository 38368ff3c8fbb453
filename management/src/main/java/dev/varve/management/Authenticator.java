package dev.varve.management;

import java.util.Optional;

/**
 * Finds out who calls: by the keys of a hub ({@link AccessKeys}), or by what the service that
 * mounts this API knows. Thread-safe.
 */
@FunctionalInterface
public interface Authenticator {
  /**
   * The caller; empty if the request proves nobody, which is answered by 401. What it throws is
   * answered by 500, and nothing is done.
   */
  Optional<Caller> authenticate(ApiRequest request);
}
