package dev.varve.cli;

import java.net.URL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What users' code has in common with this tool: Varve, and the types its API shows or its JSON is
 * told by. Everything else the tool is made of stays out of their sight, so that their libraries
 * may have other versions.
 */
final class SharedClasses extends ClassLoader {
  private static final List<String> PREFIXES =
      List.of(
          "dev.varve.",
          "org.slf4j.",
          "org.jspecify.annotations.",
          "tools.jackson.",
          "com.fasterxml.jackson.annotation.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader tool;

  SharedClasses(ClassLoader tool) {
    super("varve-shared", ClassLoader.getPlatformClassLoader());
    this.tool = tool;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (isShared(name)) {
      return tool.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return name.endsWith(".class") && isShared(name.replace('/', '.'))
        ? tool.getResource(name)
        : null;
  }

  private static boolean isShared(String name) {
    return PREFIXES.stream().anyMatch(name::startsWith);
  }
}
