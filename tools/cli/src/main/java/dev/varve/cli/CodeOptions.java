package dev.varve.cli;

import dev.varve.Registrations;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import picocli.CommandLine.Option;

/** Where the functions of a build are. */
final class CodeOptions {
  @Option(
      names = {"--class-path", "-cp"},
      paramLabel = "PATH",
      description = {
        "Jars and folders of the build, or DIR/* for all jars in it; repeatable, or separated as"
            + " Java separates them. Without it, the class path of this JVM."
      })
  private List<String> classPath = new ArrayList<>();

  @Option(
      names = "--registrations",
      paramLabel = "CLASS",
      description = {
        "The dev.varve.Registrations that registers the functions; without it, the one that is a"
            + " service on the class path."
      })
  private Optional<String> registrations = Optional.empty();

  /**
   * A builder with all that the build registers. Its classes stay loaded: the code is yet to run.
   *
   * @throws CommandFailedException if the registrations cannot be found, or fail
   */
  VarveBuilder builder() {
    ClassLoader loader = loader();
    Thread.currentThread().setContextClassLoader(loader);
    Registrations found =
        registrations.isPresent() ? named(registrations.get(), loader) : only(loader);
    try {
      return Varve.builder().register(found);
    } catch (RuntimeException | LinkageError e) {
      throw new CommandFailedException(
          "the registrations " + found.getClass().getName() + " failed: " + e, e);
    }
  }

  private ClassLoader loader() {
    ClassLoader tool = CodeOptions.class.getClassLoader();
    if (classPath.isEmpty()) {
      return tool;
    }
    URL[] urls = ClassPath.of(classPath).stream().map(CodeOptions::url).toArray(URL[]::new);
    return new URLClassLoader("varve-build", urls, new SharedClasses(tool));
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new WrongUsageException("'" + path + "' cannot be on a class path: " + e, e);
    }
  }

  private static Registrations named(String name, ClassLoader loader) {
    try {
      Constructor<?> constructor = Class.forName(name, true, loader).getDeclaredConstructor();
      constructor.setAccessible(true);
      if (constructor.newInstance() instanceof Registrations made) {
        return made;
      }
      throw new CommandFailedException(
          "the class " + name + " does not implement dev.varve.Registrations");
    } catch (ClassNotFoundException e) {
      throw new CommandFailedException(
          "there is no class "
              + name
              + " on the class path; check --registrations and --class-path",
          e);
    } catch (NoSuchMethodException e) {
      throw new CommandFailedException(
          "the class " + name + " has no constructor without parameters; give it one", e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new CommandFailedException(
          "the class " + name + " cannot be made: " + (e.getCause() == null ? e : e.getCause()), e);
    }
  }

  private static Registrations only(ClassLoader loader) {
    try {
      List<ServiceLoader.Provider<Registrations>> found =
          ServiceLoader.load(Registrations.class, loader).stream().toList();
      if (found.size() == 1) {
        return found.getFirst().get();
      }
      throw new CommandFailedException(
          found.isEmpty()
              ? "no dev.varve.Registrations is a service on the class path; name yours with"
                  + " --registrations, and where it is with --class-path"
              : "the class path has several registrations, "
                  + found.stream().map(each -> each.type().getName()).toList()
                  + "; name one with --registrations");
    } catch (ServiceConfigurationError e) {
      throw new CommandFailedException(
          "the registrations on the class path cannot be made: " + e.getMessage(), e);
    }
  }
}
