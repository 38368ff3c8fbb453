package dev.varve.versioning.bump;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Finds the compiler. Knows nothing of its tree classes, so it loads where those are missing. */
final class CompilerCheck {
  private CompilerCheck() {}

  /**
   * The compiler of this Java runtime.
   *
   * @throws BumpRefusedException if it has none
   */
  static JavaCompiler compiler() {
    return required(ToolProvider.getSystemJavaCompiler());
  }

  private static JavaCompiler required(@Nullable JavaCompiler found) {
    if (found == null) {
      throw new BumpRefusedException(
          "this Java runtime has no compiler, and code is copied with its help; run on a JDK, or"
              + " add the module jdk.compiler");
    }
    return found;
  }
}
