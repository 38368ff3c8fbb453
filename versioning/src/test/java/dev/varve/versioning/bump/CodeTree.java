package dev.varve.versioning.bump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.storage.InMemoryStorage;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A small program on disk: sources in {@code src}, tests in {@code test}, and other files. */
final class CodeTree {
  private final Path root;

  CodeTree(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root.resolve("src"));
  }

  CodeTree java(String path, String text) throws IOException {
    return bytes("src/" + path, text.getBytes(UTF_8));
  }

  CodeTree file(String path, String text) throws IOException {
    return bytes(path, text.getBytes(UTF_8));
  }

  CodeTree bytes(String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return this;
  }

  Path path(String path) {
    return root.resolve(path);
  }

  String text(String path) throws IOException {
    return Files.readString(path(path));
  }

  /** All files and their bytes, each byte as a character. */
  Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        contents.put(name, Files.readString(file, ISO_8859_1));
      }
    }
    return contents;
  }

  SourceTree sources() {
    return SourceTree.of(root.resolve("src")).withClassPath(classPath());
  }

  BumpRequest request() {
    return BumpRequest.of(sources());
  }

  /** Copies all functions, or those given, to their next versions. */
  BumpPlan bump(String... bases) {
    BumpRequest request =
        bases.length == 0 ? request() : request().withFunctions(FunctionSelection.named(bases));
    BumpPlan plan = Bump.plan(request);
    plan.write();
    return plan;
  }

  static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  /** Compiles everything, for real, and loads it. */
  ClassLoader compiled() throws IOException {
    return new URLClassLoader(
        new URL[] {classes().toUri().toURL()}, CodeTree.class.getClassLoader());
  }

  /** The directory of the compiled classes. */
  Path classes() throws IOException {
    Path output = Files.createTempDirectory(root.getParent(), "classes");
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-encoding",
              "UTF-8",
              "-cp",
              System.getProperty("java.class.path"),
              "-d",
              output.toString());
      java.io.StringWriter said = new java.io.StringWriter();
      boolean good =
          compiler
              .getTask(
                  said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(good).as(said.toString()).isTrue();
    }
    return output;
  }

  /** What a static method without parameters returns. */
  static Object call(ClassLoader classes, String type, String method) throws Exception {
    Method found = classes.loadClass(type).getDeclaredMethod(method);
    found.setAccessible(true);
    return found.invoke(null);
  }

  /** Registers with the {@code register} of {@code app.App}, and gives the output of a function. */
  String output(ClassLoader classes, String function, Object input) throws Exception {
    Method register =
        classes.loadClass("app.App").getDeclaredMethod("register", VarveBuilder.class);
    register.setAccessible(true);
    VarveBuilder builder = Varve.builder().storage(new InMemoryStorage());
    register.invoke(null, builder);
    try (Varve varve = builder.start()) {
      VarveClient client = varve.client();
      String id = client.scheduleNewOrchestrationInstance(function, input);
      return client.waitForInstanceCompletion(id, Duration.ofMinutes(1)).outputAs(String.class);
    }
  }
}
