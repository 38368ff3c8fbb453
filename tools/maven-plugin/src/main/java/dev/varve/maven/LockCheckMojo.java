package dev.varve.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Fails the build if the code of a released version changed: one that the lock file names. The
 * message says what changed, and into which version the change belongs.
 */
@Mojo(
    name = "lock-check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class LockCheckMojo extends LockGoal {
  @Override
  List<String> command() throws MojoExecutionException {
    // Not taken for an empty one: who loses the file would lose the check.
    if (!lockFile().exists()) {
      throw new MojoExecutionException(
          "there is no lock file "
              + lockFile()
              + "; make it with what is released already:"
              + " mvn process-classes varve:lock-add -Dvarve.function=Order_v1,Charge_v1");
    }
    return lock("check", List.of(), codeOptions());
  }
}
