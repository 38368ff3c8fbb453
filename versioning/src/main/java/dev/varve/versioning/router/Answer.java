package dev.varve.versioning.router;

import java.time.Duration;
import java.util.List;

/** What became of a request that was given to a router. */
public sealed interface Answer {
  /** The app answered. */
  record FromApp(AppBuild build, AppResponse response) implements Answer {}

  /** There is no such app, version or instance; the reason says what there is. */
  record NotFound(String reason) implements Answer {}

  /** The app could not be created. Asking again tries again. */
  record CreationFailed(AppKey key, String reason) implements Answer {}

  /**
   * As many apps are open as may be.
   *
   * @param reason in words, with the limit
   * @param removable those that are not current and have nothing to do
   */
  record LimitReached(AppKey key, String reason, List<AppKey> removable) implements Answer {
    public LimitReached {
      removable = List.copyOf(removable);
    }
  }

  /** No app has seen the request; it may be sent again. */
  record TryLater(AppKey key, String reason, Duration retryAfter) implements Answer {}

  /** The app may have seen the request, and gave no answer. */
  record OutcomeUnknown(AppKey key, String reason) implements Answer {}

  /** The instance is of an app that was closed; its row and history are in the store. */
  record OfClosedApp(Owner owner) implements Answer {}

  /** Several apps have an instance of this id. */
  record SeveralOwners(List<Owner> owners) implements Answer {
    public SeveralOwners {
      owners = List.copyOf(owners);
    }
  }

  /** Another process holds the router's hub now; this one forwards nothing any more. */
  record NotHolding(String reason) implements Answer {}
}
