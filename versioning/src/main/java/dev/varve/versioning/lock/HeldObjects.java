package dev.varve.versioning.lock;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Follows the objects that a registered object or lambda holds: their classes are what its calls
 * reach, which declared types do not tell. Only classes count, never values, and only those of the
 * project.
 */
final class HeldObjects {
  private final String function;
  private final Project project;
  private final ClassFiles classes;
  private final Closure closure;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> open = new ArrayDeque<>();

  HeldObjects(String function, Project project, ClassFiles classes, Closure closure) {
    this.function = function;
    this.project = project;
    this.classes = classes;
    this.closure = closure;
  }

  /** Adds what the object holds, and what that holds. */
  void addHeldBy(Object holder) {
    seen.add(holder);
    addFields(holder);
    while (!open.isEmpty()) {
      Object held = open.remove();
      Class<?> type = held.getClass();
      if (RegisteredLambda.is(type)) {
        if (project.has(RegisteredLambda.host(type))) {
          RegisteredLambda.candidates(type, function, classes, site -> true)
              .forEach(site -> Fingerprints.addSite(site, classes, closure));
          addFields(held);
        }
      } else if (project.has(type)) {
        closure.addMade(Type.getInternalName(type));
        addFields(held);
      }
    }
  }

  private void addFields(Object holder) {
    for (Class<?> at = holder.getClass(); at != null && isOwn(at); at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          valueOf(field, holder).filter(seen::add).ifPresent(open::add);
        }
      }
    }
  }

  private boolean isOwn(Class<?> type) {
    return RegisteredLambda.is(type) || project.has(type);
  }

  /** Empty where there is nothing to follow, or where a module keeps it closed. */
  private static Optional<Object> valueOf(Field field, Object holder) {
    try {
      return field.trySetAccessible() ? Optional.ofNullable(field.get(holder)) : Optional.empty();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was accessible", e);
    }
  }
}
