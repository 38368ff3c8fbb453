package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** What a class extends and implements, directly or not. */
final class SuperTypes {
  private SuperTypes() {}

  /** All classes and interfaces above a class; those that cannot be resolved are among them. */
  static Set<TypeElement> of(Project project, TypeElement type) {
    Set<TypeElement> above = new LinkedHashSet<>();
    Deque<TypeMirror> open = new ArrayDeque<>(project.types().directSupertypes(type.asType()));
    while (!open.isEmpty()) {
      if (open.pop() instanceof DeclaredType next
          && next.asElement() instanceof TypeElement element
          && above.add(element)
          && next.getKind() == TypeKind.DECLARED) {
        open.addAll(project.types().directSupertypes(next));
      }
    }
    return above;
  }

  /** What kind of function a class is, if any. */
  static Optional<FunctionKind> functionKind(Project project, TypeElement type) {
    for (TypeElement above : of(project, type)) {
      // Without a class path the interface is known by the name in the import or the code alone.
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
