package dev.varve.versioning.router;

import dev.varve.storage.InstanceRow;

/**
 * The app that an instance lives in.
 *
 * @param state of the app
 * @param instance its row, as read from the store
 */
public record Owner(AppKey key, AppState state, InstanceRow instance) {
  /** The hub it lives in. */
  public String hub() {
    return instance.hub();
  }
}
