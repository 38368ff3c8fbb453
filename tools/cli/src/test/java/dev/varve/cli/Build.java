package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Registrations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A build of users' code: sources, and a folder with their classes. */
record Build(Path sources, Path classes) {
  static final String REGISTRATIONS = "shop.ShopFunctions";

  private static final String FUNCTIONS =
      """
      package shop;

      import dev.varve.Registrations;
      import dev.varve.VarveBuilder;

      public final class ShopFunctions implements Registrations {
        @Override
        public void register(VarveBuilder builder) {
          builder.orchestrator(Order_v1::new).activity("Charge_v1", String.class, Steps_v1::charge);
        }
      }
      """;

  private static final String ORDER =
      """
      package shop;

      import dev.varve.OrchestrationContext;
      import dev.varve.Orchestrator;

      final class Order_v1 implements Orchestrator<String, String> {
        @Override
        public String run(OrchestrationContext context, String item) {
          context.callActivity("Charge", item, String.class).await();
          String how = context.waitForExternalEvent("Paid", String.class).await();
          return item + " paid by " + how;
        }
      }
      """;

  private static final String STEPS =
      """
      package shop;

      final class Steps_v1 {
        static String charge(String item) {
          return "charged " + item;
        }
      }
      """;

  /** The shop as it was released. */
  static Map<String, String> shop() {
    Map<String, String> files = new TreeMap<>();
    files.put("ShopFunctions", FUNCTIONS);
    files.put("Order_v1", ORDER);
    files.put("Steps_v1", STEPS);
    return files;
  }

  /** The shop with another step in version 1: what running orders do not survive. */
  static Map<String, String> editedShop() {
    Map<String, String> files = shop();
    files.put(
        "Order_v1",
        ORDER.replace(
            "    context.callActivity(\"Charge\"",
            "    context.callActivity(\"Reserve\", item, String.class).await();\n"
                + "    context.callActivity(\"Charge\""));
    files.put(
        "ShopFunctions",
        FUNCTIONS.replace(
            "Steps_v1::charge)",
            "Steps_v1::charge).activity(\"Reserve_v1\", String.class, item -> item)"));
    return files;
  }

  /**
   * Compiles files below a directory.
   *
   * @param files text by name, in the package {@code shop} unless the name has a folder
   */
  static Build of(Path directory, Map<String, String> files) {
    Path sources = directory.resolve("src");
    Path classes = directory.resolve("classes");
    try {
      Files.createDirectories(classes);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--release",
                  "21",
                  "-proc:none",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-d",
                  classes.toString()));
      for (Map.Entry<String, String> file : files.entrySet()) {
        String name = file.getKey().contains("/") ? file.getKey() : "shop/" + file.getKey();
        Path path = sources.resolve(name + ".java");
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        arguments.add(path.toString());
      }
      var errors = new ByteArrayOutputStream();
      int failed =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, errors, arguments.toArray(String[]::new));
      assertThat(failed).describedAs(errors.toString()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Build(sources, classes);
  }

  /** Makes the registrations of the build a service on its class path. */
  Build asService(String... names) {
    Path services = classes.resolve("META-INF").resolve("services");
    try {
      Files.createDirectories(services);
      Files.writeString(
          services.resolve(Registrations.class.getName()), String.join("\n", names) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The registrations, for an engine in this JVM. */
  Registrations registrations() {
    try {
      URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
      return (Registrations) loader.loadClass(REGISTRATIONS).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bytes of all files below a directory, by name. */
  static Map<String, String> contents(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      Map<String, String> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(directory.relativize(file).toString(), Files.readString(file));
      }
      return contents;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
