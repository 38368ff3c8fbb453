package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings blocks into one shape: compilers lay out jumps, joins and ends as they like. Blocks
 * without content are skipped, blocks that only follow each other are one.
 */
final class BlockSimplifier {
  private final Graph graph;
  private Map<Block, List<Edge>> ways = Map.of();

  private BlockSimplifier(Graph graph) {
    this.graph = graph;
  }

  static void simplify(Graph graph) {
    BlockSimplifier simplifier = new BlockSimplifier(graph);
    simplifier.forgetDeadWays();
    while (simplifier.step()) {
      simplifier.forgetDeadWays();
    }
  }

  private void forgetDeadWays() {
    ways = graph.ways();
    Set<Edge> alive = Collections.newSetFromMap(new IdentityHashMap<>());
    ways.values().forEach(alive::addAll);
    alive.add(graph.call());
    List<Node> phis = new ArrayList<>();
    for (Block block : graph.blocks()) {
      for (Node phi : block.phis) {
        if (!phi.isReplaced() && phi.operation instanceof Operation.Phi) {
          phi.arrivals.keySet().retainAll(alive);
          phis.add(phi);
        }
      }
    }
    Phis.simplify(phis);
  }

  private boolean step() {
    for (Block block : graph.blocks()) {
      if (decide(block) || merge(block) || skip(block)) {
        return true;
      }
    }
    return false;
  }

  /** A condition on constants is none. */
  private static boolean decide(Block block) {
    if (block.exit instanceof Exit.Branch branch
        && branch.left().real().operation instanceof Operation.Literal(Integer left)
        && branch.right().real().operation instanceof Operation.Literal(Integer right)) {
      boolean holds =
          switch (branch.word()) {
            case "==" -> left.equals(right);
            case "<" -> left < right;
            default -> left <= right;
          };
      block.exit = new Exit.Jump(holds ? branch.yes() : branch.no());
      return true;
    }
    return false;
  }

  /** What only one block leads to is a part of that. */
  private boolean merge(Block block) {
    if (!(block.exit instanceof Exit.Jump jump)) {
      return false;
    }
    Block next = jump.edge().to;
    if (next == block || next == graph.entry() || ways.getOrDefault(next, List.of()).size() != 1) {
      return false;
    }
    block.effects.addAll(next.effects);
    block.exit = next.exit;
    block.ways().forEach(edge -> edge.from = block);
    return true;
  }

  /** Ways to a block without content lead to the next one. */
  private boolean skip(Block block) {
    if (block == graph.entry()
        || !block.effects.isEmpty()
        || !(block.exit instanceof Exit.Jump jump)
        || jump.edge().to == block) {
      return false;
    }
    Edge out = jump.edge();
    Map<Node, Node> choices = choicesFor(block, out);
    if (choices == null) {
      return false;
    }
    for (Edge way : ways.getOrDefault(block, List.of())) {
      way.to = out.to;
      for (Node phi : out.to.phis) {
        Node arrival = phi.arrivals.get(out);
        if (arrival != null) {
          Node choice = choices.get(arrival.real());
          phi.arrivals.put(way, choice == null ? arrival : choice.arrivals.get(way));
        }
      }
    }
    return true;
  }

  /**
   * The phis of the block, by themselves; null if one of them is used anywhere but in a phi of the
   * next block.
   */
  private @Nullable Map<Node, Node> choicesFor(Block block, Edge out) {
    Map<Node, Node> choices = new HashMap<>();
    Map<Node, List<Node>> uses = block.phis.isEmpty() ? Map.of() : graph.uses();
    for (Node phi : block.phis) {
      if (phi.isReplaced() || !(phi.operation instanceof Operation.Phi) || !uses.containsKey(phi)) {
        continue;
      }
      for (Node user : uses.get(phi)) {
        boolean onlyHere =
            out.to.phis.contains(user)
                && user.arrivals.entrySet().stream()
                    .allMatch(entry -> entry.getKey() == out || entry.getValue().real() != phi);
        if (!onlyHere) {
          return null;
        }
      }
      choices.put(phi, phi);
    }
    return choices;
  }
}
