package dev.varve.versioning.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B2: where the project ends. */
final class LibraryTest {
  private static final Map<String, String> APP =
      Map.of(
          "shop/App.java",
          """
          package shop;

          public final class App {
            public static void register(dev.varve.VarveBuilder builder) {
              builder.activity("Rate_v1", String.class, text -> text + lib.Rates.rate(text));
            }
          }
          """);

  private static final String RATES =
      """
      package lib;

      public final class Rates {
        public static int rate(String of) {
          return of.length() + 3;
        }
      }
      """;

  @TempDir Path work;

  private Lock lock(String rates, String... packages) throws Exception {
    Path library = Compiled.compile(work, Map.of("lib/Rates.java", rates), Compiled.By.JAVAC);
    Path app = Compiled.compile(work, APP, Compiled.By.JAVAC, library);
    try (URLClassLoader above =
            new URLClassLoader(new URL[] {library.toUri().toURL()}, getClass().getClassLoader());
        URLClassLoader loader = new URLClassLoader(new URL[] {app.toUri().toURL()}, above)) {
      VarveBuilder builder = Varve.builder();
      loader
          .loadClass("shop.App")
          .getDeclaredMethod("register", VarveBuilder.class)
          .invoke(null, builder);
      return Lock.of(builder, packages);
    }
  }

  @Test
  void B2_a_changed_library_outside_the_project_is_not_reported() throws Exception {
    Lock before = lock(RATES);

    assertThat(before.check(lock(RATES.replace("+ 3", "+ 4"))).differences()).isEmpty();
  }

  @Test
  void B2_a_library_named_as_part_of_the_project_is_followed() throws Exception {
    Lock before = lock(RATES, "lib");

    assertThat(before.check(lock(RATES.replace("+ 3", "+ 4"), "lib")).message())
        .contains("helper lib.Rates.rate(String) changed: constant 3 became 4");
  }
}
