package dev.varve.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals of the lock file have in common. */
@SuppressWarnings("NullAway.Init") // Maven fills the fields.
abstract class LockGoal extends VarveGoal {
  /** The lock file of this module. It belongs into version control. */
  @Parameter(property = "varve.lockFile", defaultValue = "${project.basedir}/versions.lock")
  private File lockFile;

  /**
   * More packages whose classes are the project's own, those below them included: those of other
   * modules that the functions call.
   */
  @Parameter(property = "varve.packages")
  private List<String> packages = List.of();

  /** A lock that nobody compares with anything would look like one that holds. */
  @Override
  final boolean isExpected() {
    return lockFile.exists();
  }

  final File lockFile() {
    return lockFile;
  }

  /** The options that tell which code is compared or locked. */
  final List<String> codeOptions() {
    List<String> options = new ArrayList<>();
    packages.forEach(each -> options.addAll(List.of("--package", each)));
    options.addAll(registrationsOption());
    return options;
  }

  /** These functions, if there are any: Maven does not ask for elements of a list. */
  static List<String> several(List<String> functions) throws MojoExecutionException {
    if (functions.isEmpty()) {
      throw new MojoExecutionException(
          "which functions? give them as -Dvarve.function=Order_v2,Charge_v2");
    }
    return functions;
  }

  /** One command of the lock. */
  final List<String> lock(String command, List<String> functions, List<String> options) {
    List<String> line = new ArrayList<>(List.of("lock", command));
    line.addAll(functions);
    line.addAll(List.of("--file", lockFile.getPath()));
    line.addAll(options);
    return line;
  }
}
