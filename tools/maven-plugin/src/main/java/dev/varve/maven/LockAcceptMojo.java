package dev.varve.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Accepts the code of a released version as it is now. The lock file keeps the reason, so it is
 * reviewed with the code.
 */
@Mojo(
    name = "lock-accept",
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields.
public final class LockAcceptMojo extends LockGoal {
  /**
   * The function, such as {@code Order_v1}, or {@code orchestrator Order_v1} where an activity has
   * the same name.
   */
  @Parameter(property = "varve.function", required = true)
  private String function;

  /** Why no running instance is harmed: one line. */
  @Parameter(property = "varve.reason", required = true)
  private String reason;

  @Override
  List<String> command() {
    List<String> options = new ArrayList<>(List.of("--reason", reason));
    options.addAll(codeOptions());
    return lock("accept", List.of(function), options);
  }
}
