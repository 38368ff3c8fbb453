package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a block ends. */
sealed interface Exit {
  /** Goes on at one place. */
  record Jump(Edge edge) implements Exit {}

  /**
   * Goes one way or the other. Of each pair of opposites only one word is used, with the ways
   * swapped, as compilers choose freely.
   *
   * @param word {@code ==}, {@code <} or {@code <=}
   */
  record Branch(String word, Node left, Node right, Edge yes, Edge no) implements Exit {}

  /**
   * Goes one of many ways.
   *
   * @param cases by the text of the case, in an order that the cases alone decide
   */
  record Switch(Node value, Map<String, Edge> cases, Edge otherwise) implements Exit {}

  /**
   * Ends the method.
   *
   * @param value one node, or none for {@code void}
   */
  record Return(List<Node> value) implements Exit {}

  /** Throws; the handlers are those of the effect before. */
  record Throw(Node value) implements Exit {}

  /** The nodes it looks at. */
  default List<Node> nodes() {
    return switch (this) {
      case Jump jump -> List.of();
      case Branch branch -> List.of(branch.left.real(), branch.right.real());
      case Switch choice -> List.of(choice.value.real());
      case Return end -> end.value.stream().map(Node::real).toList();
      case Throw thrown -> List.of(thrown.value.real());
    };
  }

  /** The ways out, in an order that the meaning alone decides. */
  default List<Edge> edges() {
    return switch (this) {
      case Jump jump -> List.of(jump.edge);
      case Branch branch -> List.of(branch.yes, branch.no);
      case Switch choice -> {
        List<Edge> edges = new ArrayList<>(choice.cases.values());
        edges.add(choice.otherwise);
        yield edges;
      }
      case Return end -> List.of();
      case Throw thrown -> List.of();
    };
  }
}
