package dev.varve.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Puts versions that are released now into the lock file, which is made if there is none. From then
 * on, their code must not change.
 */
@Mojo(
    name = "lock-add",
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class LockAddMojo extends LockGoal {
  /**
   * The functions, such as {@code Order_v2,Charge_v2}; with their kind, as in {@code orchestrator
   * Order_v2}, where an activity has the same name.
   */
  @Parameter(property = "varve.function")
  private List<String> functions = List.of();

  @Override
  List<String> command() throws MojoExecutionException {
    return lock("add", several(functions), codeOptions());
  }
}
