package dev.varve.versioning.lock;

import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Source files, compiled and loaded: another build of the same project each time. */
final class Compiled {
  /** How a build is made. */
  enum By {
    JAVAC("-g"),
    JAVAC_WITHOUT_DEBUG_INFO("-g:none"),
    JAVAC_WITH_STRING_BUILDERS("-g", "-XDstringConcat=inline"),
    ECJ("-g"),
    ECJ_WITHOUT_DEBUG_INFO("-g:none");

    private final List<String> options;

    By(String... options) {
      this.options = List.of(options);
    }

    private JavaCompiler compiler() {
      return name().startsWith("ECJ")
          ? new EclipseCompiler()
          : ToolProvider.getSystemJavaCompiler();
    }
  }

  private Compiled() {}

  /** The fingerprints of what {@code shop.App.register} registers. */
  static Lock lock(Path work, Map<String, String> sources, By by) {
    VarveBuilder builder = Varve.builder();
    try (URLClassLoader loader = loader(compile(work, sources, by))) {
      Method register =
          loader.loadClass("shop.App").getDeclaredMethod("register", VarveBuilder.class);
      register.invoke(null, builder);
      return Lock.of(builder);
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static URLClassLoader loader(Path classes) throws IOException {
    return new URLClassLoader(new URL[] {classes.toUri().toURL()}, Compiled.class.getClassLoader());
  }

  /**
   * Compiles to a folder of its own, for Java 21.
   *
   * @param sources by path
   * @param library folders with class files that the sources need
   */
  static Path compile(Path work, Map<String, String> sources, By by, Path... library) {
    return compile(work, sources, by, 21, library);
  }

  /** Compiles for another release of Java. */
  static Path compile(Path work, Map<String, String> sources, By by, int release, Path... library) {
    JavaCompiler compiler = by.compiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Path root = Files.createTempDirectory(work, "build");
      Path classes = Files.createDirectory(root.resolve("classes"));
      List<Path> written = new ArrayList<>();
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = root.resolve("src").resolve(source.getKey());
        Files.createDirectories(file.getParent());
        written.add(Files.writeString(file, source.getValue()));
      }
      StringBuilder path = new StringBuilder(System.getProperty("java.class.path"));
      for (Path folder : library) {
        path.append(System.getProperty("path.separator")).append(folder);
      }
      List<String> options = new ArrayList<>(by.options);
      options.addAll(
          List.of(
              "-d",
              classes.toString(),
              "-classpath",
              path.toString(),
              "--release",
              Integer.toString(release),
              "-proc:none",
              "-nowarn"));
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(written);
      if (!compiler.getTask(problems, files, null, options, null, units).call()) {
        throw new IllegalArgumentException(by + " refused:\n" + problems);
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
