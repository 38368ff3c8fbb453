package dev.varve.versioning.bump;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Optional;
import javax.lang.model.element.VariableElement;

/** The text that an expression is known to be before the program runs. */
final class Constants {
  private Constants() {}

  static Optional<String> text(Trees trees, TreePath around, ExpressionTree expression) {
    return value(trees, new TreePath(around, expression))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private static Optional<Object> value(Trees trees, TreePath path) {
    return switch (path.getLeaf()) {
      case LiteralTree literal -> Optional.ofNullable(literal.getValue());
      case ParenthesizedTree inner -> value(trees, new TreePath(path, inner.getExpression()));
      case BinaryTree sum when sum.getKind() == Tree.Kind.PLUS -> sum(trees, path, sum);
      default ->
          trees.getElement(path) instanceof VariableElement variable
              ? Optional.ofNullable(variable.getConstantValue())
              : Optional.empty();
    };
  }

  private static Optional<Object> sum(Trees trees, TreePath path, BinaryTree sum) {
    Optional<Object> left = value(trees, new TreePath(path, sum.getLeftOperand()));
    Optional<Object> right = value(trees, new TreePath(path, sum.getRightOperand()));
    boolean text =
        left.filter(String.class::isInstance).isPresent()
            || right.filter(String.class::isInstance).isPresent();
    return text && left.isPresent() && right.isPresent()
        ? Optional.of("" + left.get() + right.get())
        : Optional.empty();
  }
}
