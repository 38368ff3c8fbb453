package dev.varve.versioning.lock;

import dev.varve.VarveBuilder;
import java.net.URL;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are the project's own: those in the jars and folders that registered functions come
 * from, and those of packages that were named. All others are libraries.
 */
final class Project {
  private final Set<Object> places = new HashSet<>();
  private final Set<String> packages = new HashSet<>();

  Project(List<String> packages) {
    this.packages.addAll(packages);
  }

  /** Adds the place where a class with the code of a function is. */
  void add(Class<?> host) {
    Object place = place(host);
    if (place == null || place.equals(place(VarveBuilder.class))) {
      // One jar with everything in it: the place tells nothing.
      packages.add(host.getPackageName());
    } else {
      places.add(place);
    }
  }

  boolean has(Class<?> type) {
    String name = type.getPackageName();
    if (packages.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."))) {
      return true;
    }
    Object place = place(type);
    return place != null && places.contains(place);
  }

  /** Where a class was loaded from; its loader, if that does not tell; null for the JDK. */
  private static @Nullable Object place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    URL location = source == null ? null : source.getLocation();
    if (location != null) {
      return location.toString();
    }
    ClassLoader loader = type.getClassLoader();
    boolean isPlatform = loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    return isPlatform ? null : loader;
  }
}
