package dev.varve.management.hub;

/** Where routes are. */
final class Paths {
  /** The base of the Durable Functions HTTP API. */
  static final String DURABLE = "/runtime/webhooks/durabletask";

  /** The base of what is Varve's own. */
  static final String VARVE = "/varve/v1";

  private Paths() {}
}
