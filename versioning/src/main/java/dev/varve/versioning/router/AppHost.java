package dev.varve.versioning.router;

import java.util.Optional;
import java.util.Set;

/**
 * Where apps run: processes, class loaders, a cloud. It knows a closed set of builds, starts runs
 * of them and ends them. Thread-safe.
 *
 * <p>What a host runs does not outlive the host: after {@link #close}, after the death of its
 * process, and before a new host starts anything in the same place, nothing of it runs.
 */
public interface AppHost extends AutoCloseable {
  /** The builds it can run; the same for as long as it lives. */
  Set<AppBuild> builds();

  /**
   * Starts a run, and returns when it takes requests. A run that is there already is found, so
   * asking again has no further effect.
   *
   * @param run of one of its {@link #builds}
   * @throws AppStartException if it does not come up; nothing of it is left then
   * @throws IllegalArgumentException if the build is none of its own
   * @throws InterruptedException if the thread is interrupted; nothing of it is left then
   */
  AppEndpoint start(AppRun run) throws AppStartException, InterruptedException;

  /** Where a run takes requests; empty if it does not run, or not any more. */
  Optional<AppEndpoint> endpoint(AppRun run);

  /**
   * Ends a run and returns when nothing of it is left. It may finish what it has in hand, for a
   * bounded time. If it does not run, this has no effect.
   */
  void stop(AppRun run);

  /** What runs now. */
  Set<AppRun> running();

  /** Ends everything it runs. */
  @Override
  void close();
}
