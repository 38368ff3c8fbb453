package dev.varve.versioning.bump;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Finds every place that names a unit, and every name that could not be resolved. */
final class UseScanner extends TreePathScanner<@Nullable Void, JavaFile> {
  private final Project project;
  private final Map<Element, Unit> units;
  private final List<Use> uses = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Unresolved> unresolved = new ArrayList<>();

  /** A name that the compiler could not resolve. */
  record Unresolved(String name, JavaFile file, int at) {}

  UseScanner(Project project, Map<Element, Unit> units) {
    this.project = project;
    this.units = units;
  }

  void scanAll(List<JavaFile> files) {
    files.forEach(file -> scan(file.tree(), file));
  }

  List<Use> uses() {
    return uses;
  }

  List<Import> imports() {
    return imports;
  }

  List<Unresolved> unresolved() {
    return unresolved;
  }

  @Override
  public @Nullable Void visitImport(ImportTree node, JavaFile file) {
    if (node.getQualifiedIdentifier() instanceof MemberSelectTree select) {
      String name = select.getIdentifier().toString();
      int end = file.end(select);
      Element owner = element(select.getExpression());
      List<Unit> targets = new ArrayList<>();
      if (node.isStatic() && owner instanceof TypeElement type) {
        for (Element member : type.getEnclosedElements()) {
          if (member.getSimpleName().contentEquals(name) && units.containsKey(member)) {
            targets.add(units.get(member));
          }
        }
      } else if (units.get(element(select)) instanceof Unit unit) {
        targets.add(unit);
      }
      imports.add(
          new Import(
              file, file.span(node), new Span(end - name.length(), end), node.isStatic(), targets));
      return scan(select.getExpression(), file);
    }
    return null;
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree node, JavaFile file) {
    String name = node.getName().toString();
    if (!name.equals("this") && !name.equals("super")) {
      Element element = element(node);
      add(element, name, file.start(node), file, isImported(element, file));
    }
    return super.visitIdentifier(node, file);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree node, JavaFile file) {
    String name = node.getIdentifier().toString();
    if (!name.equals("class") && !name.equals("this") && !name.equals("super")) {
      add(element(node), name, file.end(node) - name.length(), file, false);
    }
    return super.visitMemberSelect(node, file);
  }

  @Override
  public @Nullable Void visitMemberReference(MemberReferenceTree node, JavaFile file) {
    if (node.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) {
      String name = node.getName().toString();
      add(element(node), name, file.end(node) - name.length(), file, false);
    }
    return super.visitMemberReference(node, file);
  }

  /** A constructor says the name of its class. */
  @Override
  public @Nullable Void visitMethod(MethodTree node, JavaFile file) {
    Element method = project.trees().getElement(getCurrentPath());
    if (method != null
        && method.getEnclosingElement() instanceof TypeElement type
        && node.getReturnType() == null
        && project.elements().getOrigin(method) == Elements.Origin.EXPLICIT) {
      String name = type.getSimpleName().toString();
      int from = Math.max(file.end(node.getModifiers()), file.start(node));
      add(type, name, file.text().identifier(name, from, file.end(node)), file, false);
    }
    return super.visitMethod(node, file);
  }

  private void add(
      @Nullable Element element, String name, int at, JavaFile file, boolean imported) {
    if (!file.says(name, at)) {
      return; // The compiler made this up: the tree holds inferred types and default constructors.
    }
    if (element == null || element.asType().getKind() == TypeKind.ERROR) {
      unresolved.add(new Unresolved(name, file, at));
      return;
    }
    Unit target = unitOf(element);
    if (target != null) {
      boolean itself = element.equals(target.element());
      Span word = new Span(at, at + name.length());
      uses.add(
          new Use(target, itself, file, word, file.unitAt(at), imported, isQualifier(element)));
    }
  }

  private boolean isQualifier(Element element) {
    Tree around = getCurrentPath().getParentPath().getLeaf();
    boolean selected =
        around instanceof MemberSelectTree select && !select.getIdentifier().contentEquals("class");
    boolean referred =
        around instanceof MemberReferenceTree reference
            && reference.getMode() == MemberReferenceTree.ReferenceMode.INVOKE;
    return element instanceof TypeElement && (selected || referred);
  }

  private @Nullable Element element(Tree tree) {
    return project.trees().getElement(new TreePath(getCurrentPath(), tree));
  }

  /** The innermost unit that holds an element. */
  private @Nullable Unit unitOf(@Nullable Element element) {
    Element at = element;
    while (at != null) {
      Unit unit = units.get(at);
      if (unit != null) {
        return unit;
      }
      at = isMember(at) ? at.getEnclosingElement() : null;
    }
    return null;
  }

  /** Of what a method holds, only variables that are units count; it is not used by naming them. */
  private static boolean isMember(Element element) {
    return element.getEnclosingElement() instanceof TypeElement;
  }

  private boolean isLabel() {
    return getCurrentPath().getParentPath().getLeaf() instanceof ConstantCaseLabelTree;
  }

  /** Whether a name without anything before it is known by an import, and not from around it. */
  private boolean isImported(@Nullable Element element, JavaFile file) {
    if (element == null || (element.getKind() == ElementKind.ENUM_CONSTANT && isLabel())) {
      return false;
    }
    if (element.getEnclosingElement() instanceof PackageElement home) {
      return !home.getQualifiedName().contentEquals(file.packageName());
    }
    if (!(element.getEnclosingElement() instanceof TypeElement owner)
        || owner.getKind() == ElementKind.ANNOTATION_TYPE) {
      return false;
    }
    for (TreePath at = getCurrentPath(); at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof ClassTree
          && project.trees().getElement(at) instanceof TypeElement type
          && (type.equals(owner) || SuperTypes.of(type).contains(owner))) {
        return false;
      }
    }
    return true;
  }
}
