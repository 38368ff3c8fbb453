package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** What a class extends and implements, directly or not. */
final class SuperTypes {
  private SuperTypes() {}

  /** All classes and interfaces above a class; those that cannot be resolved are among them. */
  static Set<TypeElement> of(TypeElement type) {
    Set<TypeElement> above = new LinkedHashSet<>();
    Deque<TypeElement> open = new ArrayDeque<>(Set.of(type));
    while (!open.isEmpty()) {
      for (TypeElement next : direct(open.pop())) {
        if (above.add(next)) {
          open.add(next);
        }
      }
    }
    return above;
  }

  /** What a class names behind {@code extends} and {@code implements}. */
  static Set<TypeElement> direct(TypeElement type) {
    Set<TypeElement> above = new LinkedHashSet<>();
    add(type.getSuperclass(), above);
    type.getInterfaces().forEach(each -> add(each, above));
    return above;
  }

  private static void add(TypeMirror type, Set<TypeElement> into) {
    if (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement each) {
      into.add(each);
    }
  }

  /** What kind of function a class is, if any. */
  static Optional<FunctionKind> functionKind(TypeElement type) {
    for (TypeElement above : of(type)) {
      // Without a class path only the name in the code is known.
      switch (above.getQualifiedName().toString()) {
        case "dev.varve.Orchestrator", "Orchestrator" -> {
          return Optional.of(FunctionKind.ORCHESTRATOR);
        }
        case "dev.varve.Activity", "Activity" -> {
          return Optional.of(FunctionKind.ACTIVITY);
        }
        default -> {}
      }
    }
    return Optional.empty();
  }
}
