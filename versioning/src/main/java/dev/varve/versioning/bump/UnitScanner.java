package dev.varve.versioning.bump;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePathScanner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Finds the declarations that can be copied, and what stands against it. */
final class UnitScanner extends TreePathScanner<@Nullable Void, JavaFile> {
  private final Project project;
  private final Map<Element, Unit> units = new HashMap<>();
  private final Map<Element, String> obstacles = new HashMap<>();

  UnitScanner(Project project) {
    this.project = project;
  }

  /** All declarations of the files, by what the compiler knows them as. */
  Map<Element, Unit> scanAll(List<JavaFile> files) {
    for (JavaFile file : files) {
      scan(file.tree(), file);
      refuseSharedDeclarations(file);
    }
    obstacles.forEach((element, why) -> {
      Unit unit = units.get(element);
      if (unit != null) {
        unit.setObstacle(why);
      }
    });
    return units;
  }

  @Override
  public @Nullable Void visitClass(ClassTree node, JavaFile file) {
    if (element() instanceof TypeElement type
        && Set.of(NestingKind.TOP_LEVEL, NestingKind.MEMBER).contains(type.getNestingKind())) {
      declare(Unit.Kind.TYPE, file, node, type, behind(file, node.getModifiers(), node));
      if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
        obstacles.put(type, "it is an annotation, which others look for by its name");
      }
    }
    return super.visitClass(node, file);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree node, JavaFile file) {
    if (element() instanceof ExecutableElement method
        && method.getKind() == ElementKind.METHOD
        && project.elements().getOrigin(method) == Elements.Origin.EXPLICIT) {
      int from = node.getReturnType() == null ? -1 : file.end(node.getReturnType());
      declare(Unit.Kind.METHOD, file, node, method, Math.max(from, file.start(node)));
      judge(method);
    }
    return super.visitMethod(node, file);
  }

  @Override
  public @Nullable Void visitVariable(VariableTree node, JavaFile file) {
    Element variable = element();
    Tree around = getCurrentPath().getParentPath().getLeaf();
    if (variable != null
        && variable.getKind() == ElementKind.FIELD
        && around instanceof ClassTree) {
      boolean component =
          variable.getEnclosingElement() instanceof TypeElement owner
              && owner.getKind() == ElementKind.RECORD
              && !variable.getModifiers().contains(Modifier.STATIC);
      if (!component) {
        declare(Unit.Kind.FIELD, file, node, variable, behindType(file, node));
      }
    } else if (variable != null && around instanceof BlockTree && node.getInitializer() != null) {
      declare(Unit.Kind.LOCAL, file, node, variable, behindType(file, node));
    }
    return super.visitVariable(node, file);
  }

  private @Nullable Element element() {
    return project.trees().getElement(getCurrentPath());
  }

  private void declare(Unit.Kind kind, JavaFile file, Tree node, Element element, int nameFrom) {
    String name = element.getSimpleName().toString();
    Span span = file.span(node);
    int nameAt = file.text().identifier(name, nameFrom, span.end());
    if (nameAt >= 0) {
      Unit unit = Unit.declaration(kind, file, span, name, nameAt, element);
      file.add(unit);
      units.put(element, unit);
    }
  }

  private static int behind(JavaFile file, ModifiersTree modifiers, Tree declaration) {
    return Math.max(file.end(modifiers), file.start(declaration));
  }

  private static int behindType(JavaFile file, VariableTree node) {
    int from = behind(file, node.getModifiers(), node);
    int code = file.text().code(from);
    boolean inferred = node.getType() == null || file.says("var", code);
    return inferred ? from : Math.max(from, file.end(node.getType()));
  }

  /** One type for several variables: no single one can be copied. */
  private static void refuseSharedDeclarations(JavaFile file) {
    for (Unit unit : file.units()) {
      if (unit.kind() == Unit.Kind.FIELD || unit.kind() == Unit.Kind.LOCAL) {
        boolean shared =
            !file.says(";", unit.span().end() - 1)
                || file.units().stream()
                    .anyMatch(o -> o != unit && o.span().start() == unit.span().start());
        if (shared) {
          unit.setObstacle("it is declared together with others");
        }
      }
    }
  }

  private void judge(ExecutableElement method) {
    Set<Modifier> modifiers = method.getModifiers();
    if (!(method.getEnclosingElement() instanceof TypeElement type)) {
      return;
    }
    if (modifiers.contains(Modifier.ABSTRACT) || modifiers.contains(Modifier.DEFAULT)) {
      obstacles.put(method, "others implement it");
    }
    if (method.getSimpleName().contentEquals("main") && modifiers.contains(Modifier.STATIC)) {
      obstacles.put(type, "it has a main method");
      obstacles.put(method, "it is a main method");
    }
    if (!modifiers.contains(Modifier.STATIC) && !modifiers.contains(Modifier.PRIVATE)) {
      SuperTypes.of(type).forEach(above -> judgeOverriding(method, type, above));
    }
  }

  private void judgeOverriding(ExecutableElement method, TypeElement type, TypeElement above) {
    for (ExecutableElement other : ElementFilter.methodsIn(above.getEnclosedElements())) {
      if (other.getSimpleName().equals(method.getSimpleName())
          && project.elements().overrides(method, other, type)) {
        obstacles.put(method, "it overrides another method");
        obstacles.put(other, "others override it");
      }
    }
  }
}
