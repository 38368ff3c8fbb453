package dev.varve.versioning.lock;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.tree.ClassNode;

/**
 * Switches on strings and on enums: class files only know switches on numbers, and compilers come
 * from one to the other in ways of their own. Here the strings and constants are back.
 */
final class SwitchSimplifier {
  private final Graph graph;
  private final ClassFiles classes;

  private SwitchSimplifier(Graph graph, ClassFiles classes) {
    this.graph = graph;
    this.classes = classes;
  }

  /** javac has two switches for one on strings: one finds a number, the other one goes by it. */
  static void join(Graph graph, ClassFiles classes) {
    SwitchSimplifier simplifier = new SwitchSimplifier(graph, classes);
    for (Block block : graph.blocks()) {
      simplifier.thread(block);
    }
  }

  /** Names the cases, once blocks have their shape. */
  static void name(Graph graph, ClassFiles classes) {
    SwitchSimplifier simplifier = new SwitchSimplifier(graph, classes);
    for (Block block : graph.blocks()) {
      if (block.exit instanceof Exit.Switch choice) {
        simplifier.nameConstants(block, choice);
        simplifier.nameStrings(block, choice);
      }
    }
  }

  private void thread(Block block) {
    if (!block.effects.isEmpty()
        || !(block.exit instanceof Exit.Switch choice)
        || !choice.value().real().operation.equals(new Operation.Phi(block))) {
      return;
    }
    Node number = choice.value().real();
    if (!isOnlyPhi(number, block)) {
      return;
    }
    for (Edge way : block.incoming) {
      Node arrival = number.arrivals.get(way);
      if (arrival != null && arrival.real().operation instanceof Operation.Literal literal) {
        Edge out = choice.cases().getOrDefault(literal.value().toString(), choice.otherwise());
        way.to = out.to;
        for (Node phi : out.to.phis) {
          Node value = phi.arrivals.get(out);
          if (value != null) {
            phi.arrivals.put(way, value);
          }
        }
      }
    }
  }

  /** Whether constants arrive, only this switch looks at them, and nothing else is chosen here. */
  private boolean isOnlyPhi(Node number, Block block) {
    Map<Node, List<Node>> uses = graph.uses();
    boolean othersUsed =
        block.phis.stream()
            .map(Node::real)
            .anyMatch(other ->
                other != number
                    && other.operation.equals(new Operation.Phi(block))
                    && uses.containsKey(other));
    return !othersUsed
        && uses.getOrDefault(number, List.of()).size() == 1
        && number.arrivals.values().stream()
            .allMatch(node -> node.real().operation instanceof Operation.Literal);
  }

  /** A switch on the ordinal, or on the entry of a table for it, is one on the constants. */
  private void nameConstants(Block block, Exit.Switch choice) {
    Node value = choice.value().real();
    if (value.operation instanceof Operation.Plain && value.inputs.size() == 2) {
      Node table = value.input(0);
      Optional<Map<String, String>> names = EnumTables.of(table.operation, classes);
      if (names.isPresent() && isOrdinal(value.input(1))) {
        block.exit = named(choice, value.input(1).input(0), names.get());
        remove(value, table, value.input(1));
      }
    } else if (isOrdinal(value)) {
      // Where the enum is compiled together with the switch, javac leaves the table out.
      Optional<ClassNode> type =
          classes.own(((Operation.Call) value.operation).owner()).filter(EnumOrder::isEnum);
      if (type.isPresent()) {
        Map<String, String> names = new HashMap<>();
        for (String name : EnumOrder.names(type.get())) {
          names.put(Integer.toString(names.size()), name);
        }
        block.exit = named(choice, value.input(0), names);
        remove(value);
      }
    }
  }

  private static boolean isOrdinal(Node node) {
    return node.operation instanceof Operation.Call call
        && call.name().equals("ordinal")
        && call.descriptor().equals("()I");
  }

  private static Exit named(Exit.Switch choice, Node value, Map<String, String> names) {
    Map<String, Edge> cases = new TreeMap<>();
    choice.cases().forEach((key, edge) -> cases.put(names.getOrDefault(key, key), edge));
    return new Exit.Switch(value, cases, choice.otherwise());
  }

  /** A switch on a hash code, each way with one test for equality after the other. */
  private void nameStrings(Block block, Exit.Switch choice) {
    Node hash = choice.value().real();
    if (!(hash.operation instanceof Operation.Call call)
        || !call.is("java/lang/String", "hashCode", "()I")) {
      return;
    }
    Node string = hash.input(0);
    Map<String, Edge> cases = new TreeMap<>();
    for (Edge way : choice.cases().values()) {
      Edge at = way;
      Set<Block> seen = new HashSet<>();
      do {
        Optional<Test> test = test(at.to, string);
        if (test.isEmpty() || !seen.add(at.to)) {
          return;
        }
        cases.put(Literals.quoted(test.get().text), test.get().equal);
        at = test.get().other;
      } while (!isSamePlace(at, choice.otherwise()));
    }
    cases.values().forEach(edge -> edge.from = block);
    block.exit = new Exit.Switch(string, cases, choice.otherwise());
    remove(hash);
  }

  private record Test(String text, Edge equal, Edge other) {}

  private static Optional<Test> test(Block block, Node string) {
    if (block.effects.size() == 1
        && block.exit instanceof Exit.Branch branch
        && block.effects.getFirst().operation instanceof Operation.Call call
        && call.is("java/lang/String", "equals", "(Ljava/lang/Object;)Z")
        && block.effects.getFirst().input(0) == string
        && block.effects.getFirst().input(1).operation instanceof Operation.Literal(String text)
        && branch.left().real() == block.effects.getFirst()
        && branch.right().real().operation.equals(new Operation.Literal(0))) {
      return Optional.of(new Test(text, branch.no(), branch.yes()));
    }
    return Optional.empty();
  }

  /** Whether both ways lead to the same place with the same values. */
  static boolean isSamePlace(Edge one, Edge other) {
    if (one.to != other.to) {
      return one.to.onlyReturns()
          && other.to.onlyReturns()
          && one.to.exit.nodes().size() == other.to.exit.nodes().size()
          && (one.to.exit.nodes().isEmpty()
              || Phis.isSame(one.to.exit.nodes().getFirst(), other.to.exit.nodes().getFirst()));
    }
    return one.to.phis.stream()
        .filter(phi -> !phi.isReplaced() && phi.operation instanceof Operation.Phi)
        .allMatch(phi -> {
          Optional<Node> first = arrival(phi, one);
          Optional<Node> second = arrival(phi, other);
          boolean both = first.isPresent() && second.isPresent();
          return both ? Phis.isSame(first.get(), second.get()) : first.equals(second);
        });
  }

  private static Optional<Node> arrival(Node phi, Edge way) {
    return Optional.ofNullable(phi.arrivals.get(way)).map(Node::real);
  }

  private void remove(Node... nodes) {
    Set<Node> gone = new HashSet<>(List.of(nodes));
    for (Block block : graph.blocks()) {
      block.effects.removeIf(gone::contains);
    }
  }
}
