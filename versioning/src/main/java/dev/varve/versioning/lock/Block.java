package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Code that runs from its beginning to its exit, if nothing fails in between. */
final class Block {
  /** The first instruction and the last, by index. */
  final int first;

  int last;

  final List<Edge> incoming = new ArrayList<>();

  /** The jumps, in the order of the instruction that jumps. */
  final List<Edge> outgoing = new ArrayList<>();

  /** By instruction: the handlers around it, if it can fail. */
  final Map<Integer, List<Node.Handler>> failing = new TreeMap<>();

  final List<Node> phis = new ArrayList<>();

  /** What happens here, in order. */
  final List<Node> effects = new ArrayList<>();

  Exit exit = new Exit.Return(List.of());

  Block(int first) {
    this.first = first;
    this.last = first;
  }

  /** All ways out: to handlers first, in the order of what may fail, then those of the exit. */
  List<Edge> ways() {
    List<Edge> ways = new ArrayList<>();
    effects.forEach(effect -> effect.handlers.forEach(handler -> ways.add(handler.edge())));
    ways.addAll(exit.edges());
    return ways;
  }

  /** Whether there is nothing in it but the end of the method. */
  boolean onlyReturns() {
    return effects.isEmpty() && exit instanceof Exit.Return;
  }
}
