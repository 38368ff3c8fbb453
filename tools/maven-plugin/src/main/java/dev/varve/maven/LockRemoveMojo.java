package dev.varve.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Takes versions out of the lock file whose code is removed for good, because nothing runs on them.
 */
@Mojo(
    name = "lock-remove",
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class LockRemoveMojo extends LockGoal {
  /**
   * The functions, such as {@code Order_v1,Charge_v1}; with their kind, as in {@code orchestrator
   * Order_v1}, where an activity has the same name.
   */
  @Parameter(property = "varve.function")
  private List<String> functions = List.of();

  @Override
  boolean needsCompiledCode() {
    return false;
  }

  @Override
  List<String> command() throws MojoExecutionException {
    return lock("remove", several(functions), List.of());
  }
}
