package dev.varve.versioning.bump;

import java.nio.file.Path;

/** Copies functions to their next version. Thread-safe; not against others who edit the tree. */
public final class Bump {
  private Bump() {}

  /**
   * Works out what copying would do. Writes nothing. The result is compiled in memory if the code
   * compiles with the class path of the request; otherwise it is parsed, and a risk says so.
   *
   * @throws BumpRefusedException if the target is not greater than every version there is, a file
   *     cannot be read or parsed, the result would not compile, or this Java runtime has no
   *     compiler
   */
  public static BumpPlan plan(BumpRequest request) {
    // Before anything that needs the tree classes of the compiler is loaded.
    CompilerCheck.compiler();
    return new Planner(request).plan();
  }

  static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
