package dev.varve.versioning.bump;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Finds the calls that register functions and their adapters, start them, and call them from
 * orchestrators.
 */
final class RegistrationScanner extends TreePathScanner<@Nullable Void, JavaFile> {
  private static final String BUILDER = "dev.varve.VarveBuilder";

  private final Project project;
  private final List<Registration> registrations = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final List<BumpRisk> risks = new ArrayList<>();

  RegistrationScanner(Project project) {
    this.project = project;
  }

  void scanAll(List<JavaFile> files) {
    files.forEach(file -> scan(file.tree(), file));
  }

  List<Registration> registrations() {
    return registrations;
  }

  List<Call> calls() {
    return calls;
  }

  List<BumpRisk> risks() {
    return risks;
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree node, JavaFile file) {
    if (node.getMethodSelect() instanceof MemberSelectTree select
        && !node.getArguments().isEmpty()) {
      switch (select.getIdentifier().toString()) {
        case "orchestrator" -> register(FunctionKind.ORCHESTRATOR, node, select, file);
        case "activity" -> register(FunctionKind.ACTIVITY, node, select, file);
        case "inputAdapter" -> adapter(node, select, file);
        case "callActivity" -> call(FunctionKind.ACTIVITY, false, node, select, file);
        case "callSubOrchestrator", "startDetached" ->
            call(FunctionKind.ORCHESTRATOR, false, node, select, file);
        case "scheduleNewOrchestrationInstance" ->
            call(FunctionKind.ORCHESTRATOR, true, node, select, file);
        case "withVersion" -> pin(select, file);
        default -> {}
      }
    }
    return super.visitMethodInvocation(node, file);
  }

  private void call(
      FunctionKind kind,
      boolean start,
      MethodInvocationTree node,
      MemberSelectTree select,
      JavaFile file) {
    if (isOf(select, "dev.varve.")) {
      ExpressionTree first = node.getArguments().getFirst();
      FunctionName function =
          classLiteral(first)
              .flatMap(type -> FunctionNames.parsed(type.getSimpleName().toString()))
              .or(() -> text(first).flatMap(FunctionNames::parsed))
              .orElse(null);
      calls.add(new Call(kind, function, start, file, file.span(node)));
    }
  }

  private void pin(MemberSelectTree select, JavaFile file) {
    if (isOf(select, "dev.varve.StartOptions") && isResolved(select)) {
      risks.add(
          new BumpRisk(
              BumpRisk.Kind.EXPLICIT_START,
              file.source().at(file.end(select)),
              "the start options carry a version; leave it out, so that a start takes the current"
                  + " version from the configuration"));
    }
  }

  private void register(
      FunctionKind kind, MethodInvocationTree node, MemberSelectTree select, JavaFile file) {
    if (!isOf(select, BUILDER)) {
      return;
    }
    List<? extends ExpressionTree> arguments = node.getArguments();
    ExpressionTree first = arguments.getFirst();
    Optional<String> name = text(first);
    if (name.isPresent()) {
      Element code = arguments.size() == 1 ? null : code(arguments.getLast());
      boolean inline = code == null && isWrittenHere(arguments.getLast());
      FunctionNames.parsed(name.get())
          .ifPresent(function ->
              add(kind, function, unit(node, select, file), file.span(first), code, inline));
      return;
    }
    Optional<TypeElement> type = arguments.size() == 1 ? type(first) : Optional.empty();
    Optional<FunctionName> function =
        type.flatMap(t -> FunctionNames.parsed(t.getSimpleName().toString()));
    if (function.isPresent()) {
      add(kind, function.get(), unit(node, select, file), null, type.get(), false);
    } else if (isResolved(select)) {
      risks.add(
          new BumpRisk(
              BumpRisk.Kind.UNRESOLVED,
              file.source().at(file.end(select)),
              "the name of the "
                  + kind.word()
                  + " that is registered here is made at run time; copy it by hand if needed"));
    }
  }

  /** An adapter is a part of the version that it leads to, and is copied with it. */
  private void adapter(MethodInvocationTree node, MemberSelectTree select, JavaFile file) {
    if (!isOf(select, BUILDER)) {
      return;
    }
    ExpressionTree to = node.getArguments().getFirst();
    Optional<FunctionName> function = text(to).flatMap(FunctionNames::parsed);
    if (function.isPresent()) {
      Unit unit = unit(node, select, file);
      add(FunctionKind.ORCHESTRATOR, function.get(), unit, file.span(to), null, true);
    } else if (isResolved(select)) {
      risks.add(
          new BumpRisk(
              BumpRisk.Kind.UNRESOLVED,
              file.source().at(file.end(select)),
              "the version that this adapter leads to is named at run time; copy it by hand if"
                  + " needed"));
    }
  }

  private static boolean isWrittenHere(ExpressionTree code) {
    return code instanceof LambdaExpressionTree
        || (code instanceof NewClassTree creation && creation.getClassBody() != null);
  }

  private void add(
      FunctionKind kind,
      FunctionName function,
      Unit unit,
      @Nullable Span nameAt,
      @Nullable Element code,
      boolean inline) {
    unit.file().add(unit);
    registrations.add(new Registration(kind, function, unit, nameAt, code, inline));
  }

  /** A statement of its own if it is one in a block; else a link of a chain of calls. */
  private Unit unit(MethodInvocationTree node, MemberSelectTree select, JavaFile file) {
    TreePath parent = getCurrentPath().getParentPath();
    boolean chained = select.getExpression() instanceof MethodInvocationTree;
    if (parent.getLeaf() instanceof ExpressionStatementTree statement
        && parent.getParentPath().getLeaf() instanceof BlockTree
        && !chained) {
      return Unit.registration(file, file.span(statement), true);
    }
    int dot = file.text().code(file.end(select.getExpression()));
    return Unit.registration(file, new Span(dot, file.end(node)), false);
  }

  /** What runs: the class that is named or made, or the method that is referred to. */
  private @Nullable Element code(ExpressionTree expression) {
    if (expression instanceof MemberReferenceTree reference
        && reference.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) {
      return element(reference);
    }
    return made(expression).orElse(null);
  }

  /** The class of a function that is registered under the name of its class. */
  private Optional<TypeElement> type(ExpressionTree expression) {
    return made(expression)
        .or(() -> functionClass(produced(new TreePath(getCurrentPath(), expression))));
  }

  /** What an expression is, or what a factory gives. */
  private @Nullable TypeMirror produced(TreePath path) {
    if (path.getLeaf() instanceof LambdaExpressionTree lambda) {
      return project.trees().getTypeMirror(new TreePath(path, lambda.getBody()));
    }
    return path.getLeaf() instanceof MemberReferenceTree
            && project.trees().getElement(path) instanceof ExecutableElement method
        ? method.getReturnType()
        : project.trees().getTypeMirror(path);
  }

  private static Optional<TypeElement> functionClass(@Nullable TypeMirror type) {
    if (type instanceof DeclaredType declared
        && type.getKind() == TypeKind.DECLARED
        && declared.asElement() instanceof TypeElement element) {
      boolean factory = element.getQualifiedName().contentEquals("java.util.function.Supplier");
      return factory && declared.getTypeArguments().size() == 1
          ? functionClass(declared.getTypeArguments().getFirst())
          : Optional.of(element).filter(each -> SuperTypes.functionKind(each).isPresent());
    }
    return Optional.empty();
  }

  /** The class in {@code X.class}, {@code X::new}, {@code new X()} and {@code () -> new X()}. */
  private Optional<TypeElement> made(ExpressionTree expression) {
    Tree named =
        switch (expression) {
          case MemberReferenceTree reference
              when reference.getMode() == MemberReferenceTree.ReferenceMode.NEW ->
              reference.getQualifierExpression();
          case NewClassTree creation when creation.getClassBody() == null ->
              creation.getIdentifier();
          case LambdaExpressionTree lambda
              when lambda.getParameters().isEmpty()
                  && lambda.getBody() instanceof NewClassTree creation ->
              creation.getIdentifier();
          default -> null;
        };
    return named == null
        ? classLiteral(expression)
        : Optional.ofNullable(element(named))
            .filter(TypeElement.class::isInstance)
            .map(TypeElement.class::cast);
  }

  private Optional<TypeElement> classLiteral(ExpressionTree expression) {
    return expression instanceof MemberSelectTree select
            && select.getIdentifier().contentEquals("class")
            && element(select.getExpression()) instanceof TypeElement type
        ? Optional.of(type)
        : Optional.empty();
  }

  private Optional<String> text(ExpressionTree expression) {
    return Constants.text(project.trees(), getCurrentPath(), expression);
  }

  private @Nullable Element element(Tree tree) {
    return project.trees().getElement(new TreePath(getCurrentPath(), tree));
  }

  /** Whether a method is one of a class or package, or may be, since it could not be resolved. */
  private boolean isOf(MemberSelectTree select, String owner) {
    return !isResolved(select) || owner(select).startsWith(owner);
  }

  private boolean isResolved(MemberSelectTree select) {
    return !owner(select).isEmpty();
  }

  private String owner(MemberSelectTree select) {
    Element method = element(select);
    return method != null
            && method.asType().getKind() != TypeKind.ERROR
            && method.getEnclosingElement() instanceof TypeElement type
        ? type.getQualifiedName().toString()
        : "";
  }
}
