package dev.varve.versioning.router;

import dev.varve.Names;
import dev.varve.storage.Storage;
import java.time.Duration;

/** Collects how a router works. Not thread-safe. */
public final class RouterBuilder {
  final Storage storage;
  final String hub;
  final AppHost host;
  int limit = 100;
  Duration grace = Duration.ofMinutes(10);
  Duration lookEvery = Duration.ofSeconds(30);
  Duration patience = Duration.ofMinutes(1);

  RouterBuilder(Storage storage, String hub, AppHost host) {
    this.storage = storage;
    this.hub = Names.requireHub(hub);
    this.host = host;
    if (AppKey.isHubOfAnApp(hub)) {
      throw new IllegalArgumentException(
          "the hub '"
              + hub
              + "' could be that of an app; let its name not end in v1x0 or the like");
    }
  }

  /** How many apps may be open at a time; at least 1, 100 by default. */
  public RouterBuilder limit(int apps) {
    if (apps < 1) {
      throw new IllegalArgumentException("the limit is " + apps + "; give 1 or more");
    }
    this.limit = apps;
    return this;
  }

  /** How long an app must have been idle before it is removed; 10 minutes by default. */
  public RouterBuilder grace(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("the grace time is " + time + "; give zero or more");
    }
    this.grace = time;
    return this;
  }

  /** How often the monitor looks; 30 seconds by default. */
  public RouterBuilder lookEvery(Duration pause) {
    this.lookEvery = requirePositive("pause between looks", pause);
    return this;
  }

  /**
   * How long a request waits for its app, and a start of the router for the end of another; one
   * minute by default.
   */
  public RouterBuilder patience(Duration longest) {
    this.patience = requirePositive("patience", longest);
    return this;
  }

  private static Duration requirePositive(String what, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("the " + what + " is " + value + "; give more than zero");
    }
    return value;
  }

  /**
   * Starts the router; from here on it closes the host. Apps of its table that should run are
   * brought up while it takes requests, which wait for them.
   *
   * @throws RouterHeldException if another router holds the hub for longer than the patience; the
   *     host is closed
   * @throws dev.varve.storage.StorageException if the store cannot be read; the host is closed
   */
  public Router start() {
    try {
      return new Router(this).begin();
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }
}
