package dev.varve.versioning.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a method does: blocks with nodes in them.
 *
 * @param call the way into the entry
 */
record Graph(Block entry, Edge call) {
  /** All blocks that can be reached, in an order that the meaning alone decides. */
  List<Block> blocks() {
    Set<Block> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Block> order = new ArrayList<>();
    Deque<Block> open = new ArrayDeque<>();
    open.add(entry);
    seen.add(entry);
    while (!open.isEmpty()) {
      Block block = open.remove();
      order.add(block);
      for (Edge edge : block.ways()) {
        if (seen.add(edge.to)) {
          open.add(edge.to);
        }
      }
    }
    return order;
  }

  /** The ways that lead to each block. */
  Map<Block, List<Edge>> ways() {
    Map<Block, List<Edge>> ways = new IdentityHashMap<>();
    for (Block block : blocks()) {
      for (Edge edge : block.ways()) {
        ways.computeIfAbsent(edge.to, to -> new ArrayList<>()).add(edge);
      }
    }
    return ways;
  }

  /**
   * Who uses each node: nodes that happen, nodes that are used themselves, and for an exit the node
   * itself once more.
   */
  Map<Node, List<Node>> uses() {
    Map<Node, List<Node>> uses = new IdentityHashMap<>();
    Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> next = new ArrayDeque<>();
    for (Block block : blocks()) {
      for (Node effect : block.effects) {
        if (open.add(effect)) {
          next.add(effect);
        }
      }
      for (Node node : block.exit.nodes()) {
        uses.computeIfAbsent(node, n -> new ArrayList<>()).add(node);
        if (open.add(node)) {
          next.add(node);
        }
      }
    }
    while (!next.isEmpty()) {
      Node user = next.remove();
      for (Node input : inputs(user)) {
        Node used = input.real();
        uses.computeIfAbsent(used, n -> new ArrayList<>()).add(user);
        if (open.add(used)) {
          next.add(used);
        }
      }
    }
    return uses;
  }

  private static Collection<Node> inputs(Node node) {
    return node.operation instanceof Operation.Phi ? node.arrivals.values() : node.inputs;
  }
}
