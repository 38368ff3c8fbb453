package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.Value;

/**
 * A value that a method computes, or something it does. Local variables and the stack are gone:
 * nodes refer to nodes, so it does not matter where a compiler kept a value in between.
 */
final class Node implements Value {
  final Operation operation;
  final List<Node> inputs;

  /** What the code says of its type; null if nothing, or if it is no reference. */
  final @Nullable Type type;

  /** Where it goes if it fails; of nodes that happen only. */
  List<Handler> handlers = List.of();

  /** Of a phi: what comes along each edge. */
  final Map<Edge, Node> arrivals = new HashMap<>();

  /** Of a fresh object: the call of its constructor. */
  @Nullable Node constructed;

  private final int size;
  private @Nullable Node replacement;

  Node(Operation operation, int size, @Nullable Type type, List<Node> inputs) {
    this.operation = operation;
    this.size = size;
    this.type = type;
    this.inputs = new ArrayList<>(inputs);
  }

  /** One handler around a node. */
  record Handler(String caught, Edge edge) {}

  /** This node, or what a simplification put into its place. */
  Node real() {
    Node node = this;
    while (node.replacement != null) {
      node = node.replacement;
    }
    return node;
  }

  Node input(int index) {
    return inputs.get(index).real();
  }

  void replaceBy(Node other) {
    replacement = other;
  }

  boolean isReplaced() {
    return replacement != null;
  }

  @Override
  public int getSize() {
    return size;
  }
}
