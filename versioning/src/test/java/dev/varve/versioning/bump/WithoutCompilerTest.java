package dev.varve.versioning.bump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M1: a Java runtime without a compiler is told so, by a real one that lacks it. */
final class WithoutCompilerTest {
  @Test
  void M1_a_runtime_without_a_compiler_gets_a_clear_error(@TempDir Path directory)
      throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.se",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutCompilerTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), UTF_8);

    assertThat(java.waitFor()).as(said).isZero();
    assertThat(said.strip())
        .isEqualTo(
            "this Java runtime has no compiler, and code is copied with its help; run on a JDK, or"
                + " add the module jdk.compiler");
  }

  /** Runs in the process that has no compiler. */
  public static void main(String[] arguments) {
    try {
      Bump.plan(BumpRequest.of(SourceTree.of(Path.of(arguments[0]))));
    } catch (BumpRefusedException e) {
      System.out.println(e.getMessage());
    }
  }
}
