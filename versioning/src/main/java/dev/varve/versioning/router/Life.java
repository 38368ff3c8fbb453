package dev.varve.versioning.router;

import dev.varve.ActivityOptions;
import dev.varve.RetryPolicy;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.time.Duration;
import java.util.Optional;

/**
 * The words that the orchestrations of a router share: names, ids and what goes in and out. All of
 * it is in histories, so it is only ever added to.
 */
final class Life {
  static final String CREATE = "CreateApp_v1";
  static final String REMOVE = "RemoveApp_v1";
  static final String MONITOR = "Monitor_v1";

  static final String RESERVE = "ReserveApp_v1";
  static final String START = "StartApp_v1";
  static final String PUBLISH = "PublishApp_v1";
  static final String GIVE_UP = "GiveUpApp_v1";
  static final String RETIRE = "RetireRun_v1";
  static final String DRAIN = "DrainApp_v1";
  static final String STOP = "StopApp_v1";
  static final String CLOSE = "CloseApp_v1";
  static final String LOOK = "LookAtApps_v1";

  /** The event that makes the monitor look at once. */
  static final String LOOK_NOW = "Look";

  static final String MONITOR_ID = "monitor";

  /** A store that is away for a moment must not fail a creation. */
  static final ActivityOptions PATIENTLY =
      ActivityOptions.DEFAULT.withRetryPolicy(
          RetryPolicy.of(6, Duration.ofMillis(200)).withBackoffCoefficient(2));

  private Life() {}

  /**
   * The instance that changes a key. Creation and removal share it, so the engine lets one of them
   * run at a time.
   */
  static String instanceId(AppKey key) {
    return "app/" + key;
  }

  /** Registers the orchestrations alone. */
  static VarveBuilder orchestrators(VarveBuilder builder) {
    return builder
        .orchestrator(CreateApp_v1.class)
        .orchestrator(RemoveApp_v1.class)
        .orchestrator(Monitor_v1.class);
  }

  /** A builder with the orchestrations alone. */
  static VarveBuilder orchestrators() {
    return orchestrators(Varve.builder());
  }

  /** Who asks for an app. */
  enum Origin {
    /** Somebody deploys exactly this build. */
    DEPLOYMENT,
    /** A request needs an app of this key, of whatever patch. */
    REQUEST,
    /** The app is in the table and does not run. */
    REVIVAL
  }

  /**
   * Asks for an app.
   *
   * @param token tells one asking from another
   */
  record Creation(
      AppBuild build, Origin origin, CurrentChoice current, String who, String why, String token) {}

  /**
   * Asks for a removal.
   *
   * @param graceful whether the grace time must have passed
   */
  record Removal(AppKey key, boolean graceful, String who, String why, String token) {}

  /**
   * What a reservation found.
   *
   * @param settled set if there is nothing more to do
   * @param run to be started otherwise
   * @param replaced the run that it takes the place of
   */
  record Reservation(
      Optional<AppChange> settled, Optional<AppRun> run, Optional<AppRun> replaced) {}

  /** Why a run did not start, if it did not. */
  record Started(Optional<String> failure) {}

  /** A run to be made known. */
  record Publication(Creation creation, AppRun run) {}

  /** A run that did not come up. */
  record Failure(Creation creation, AppRun run, String reason) {}

  /**
   * What draining found.
   *
   * @param settled set if there is nothing more to do
   * @param run to be ended otherwise, if one runs
   */
  record Drained(Optional<AppChange> settled, Optional<AppRun> run) {}

  /**
   * How a creation or a removal ended.
   *
   * @param function which of them it was
   */
  record Ended(String function, String token, AppChange change) {}
}
