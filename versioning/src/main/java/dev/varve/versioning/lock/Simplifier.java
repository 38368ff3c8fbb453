package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.Type;

/** Gives what compilers write in different ways one form, so that their graphs become equal. */
final class Simplifier {
  private static final String BUILDER = "java/lang/StringBuilder";
  private static final Set<String> APPENDED =
      Set.of(
          "Z",
          "C",
          "I",
          "J",
          "F",
          "D",
          "Ljava/lang/Object;",
          "Ljava/lang/String;",
          "Ljava/lang/CharSequence;",
          "Ljava/lang/StringBuffer;");

  private final Graph graph;

  private Simplifier(Graph graph) {
    this.graph = graph;
  }

  static void simplify(Graph graph, ClassFiles classes) {
    SwitchSimplifier.join(graph, classes);
    BlockSimplifier.simplify(graph);
    SwitchSimplifier.name(graph, classes);
    BlockSimplifier.simplify(graph);
    Simplifier simplifier = new Simplifier(graph);
    simplifier.joinBuilders();
    simplifier.flattenConcats();
    simplifier.dropImpliedNullChecks();
  }

  /** {@code new StringBuilder().append(a).append(b).toString()} is what it is written for. */
  private void joinBuilders() {
    Map<Node, List<Node>> uses = graph.uses();
    for (Block block : graph.blocks()) {
      for (Node end : List.copyOf(block.effects)) {
        if (end.operation instanceof Operation.Call call
            && call.is(BUILDER, "toString", "()Ljava/lang/String;")) {
          join(end, uses);
        }
      }
    }
  }

  private void join(Node end, Map<Node, List<Node>> uses) {
    List<Object> pieces = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    List<Node> used = new ArrayList<>();
    Node at = end.input(0);
    while (at.operation instanceof Operation.Call call
        && call.owner().equals(BUILDER)
        && call.name().equals("append")
        && uses.getOrDefault(at, List.of()).size() == 1
        && Type.getArgumentTypes(call.descriptor()).length == 1
        && APPENDED.contains(Type.getArgumentTypes(call.descriptor())[0].getDescriptor())) {
      pieces.addFirst(CallSites.kind(Type.getArgumentTypes(call.descriptor())[0]));
      values.addFirst(at.input(1));
      used.add(at);
      at = at.input(0);
    }
    Node made = at.constructed;
    if (!at.operation.equals(new Operation.Fresh(BUILDER))
        || made == null
        || uses.getOrDefault(at, List.of()).size() != 2) {
      return;
    }
    switch (((Operation.Call) made.operation).descriptor()) {
      case "()V" -> {}
      case "(Ljava/lang/String;)V" -> {
        pieces.addFirst('L');
        values.addFirst(made.input(1));
      }
      default -> {
        return;
      }
    }
    used.add(made);
    Node concat = new Node(new Operation.Concat(pieces), 1, Type.getType(String.class), values);
    concat.handlers = end.handlers;
    replace(end, concat);
    remove(used.toArray(Node[]::new));
  }

  /** Constants become text, and a part that is put together only for a whole is part of it. */
  private void flattenConcats() {
    boolean changed = true;
    while (changed) {
      changed = false;
      Map<Node, List<Node>> uses = graph.uses();
      for (Block block : graph.blocks()) {
        for (Node node : List.copyOf(block.effects)) {
          if (node.operation instanceof Operation.Concat concat) {
            changed |= flatten(node, concat, uses);
          }
        }
      }
    }
  }

  private boolean flatten(Node node, Operation.Concat concat, Map<Node, List<Node>> uses) {
    List<Object> pieces = new ArrayList<>();
    List<Node> values = new ArrayList<>();
    List<Node> merged = new ArrayList<>();
    int next = 0;
    for (Object piece : concat.pieces()) {
      if (!(piece instanceof Character kind)) {
        pieces.add(piece);
        continue;
      }
      Node value = node.input(next++);
      Optional<String> text = text(value.operation, kind);
      boolean single = uses.getOrDefault(value, List.of()).size() == 1;
      if (text.isPresent()) {
        pieces.add(text.get());
      } else if (single && value.operation instanceof Operation.Concat part) {
        pieces.addAll(part.pieces());
        values.addAll(value.inputs);
        merged.add(value);
      } else if (single
          && value.operation instanceof Operation.Call call
          && call.is("java/lang/String", "valueOf", "(Ljava/lang/Object;)Ljava/lang/String;")) {
        pieces.add('L');
        values.add(value.input(0));
        merged.add(value);
      } else {
        pieces.add(kind);
        values.add(value);
      }
    }
    List<Object> told = joined(pieces);
    if (merged.isEmpty() && told.equals(concat.pieces())) {
      return false;
    }
    Node flat = new Node(new Operation.Concat(told), 1, Type.getType(String.class), values);
    flat.handlers = node.handlers;
    replace(node, flat);
    remove(merged.toArray(Node[]::new));
    return true;
  }

  private static Optional<String> text(Operation operation, char kind) {
    return switch (operation) {
      case Operation.Null n -> Optional.of("null");
      case Operation.Literal(Integer number) when kind == 'C' ->
          Optional.of(Character.toString((char) (int) number));
      case Operation.Literal(Integer number) when kind == 'Z' ->
          Optional.of(Boolean.toString(number != 0));
      case Operation.Literal(Number number) -> Optional.of(number.toString());
      case Operation.Literal(String text) -> Optional.of(text);
      default -> Optional.empty();
    };
  }

  private static List<Object> joined(List<Object> pieces) {
    List<Object> joined = new ArrayList<>();
    for (Object piece : pieces) {
      if (piece instanceof String text
          && !joined.isEmpty()
          && joined.getLast() instanceof String before) {
        joined.set(joined.size() - 1, before + text);
      } else if (!piece.equals("")) {
        joined.add(piece);
      }
    }
    return joined;
  }

  /** The check that a compiler adds before it captures an object; compilers choose among two. */
  private void dropImpliedNullChecks() {
    Map<Node, List<Node>> uses = graph.uses();
    for (Block block : graph.blocks()) {
      Set<Node> captured = new HashSet<>();
      for (Node node : List.copyOf(block.effects).reversed()) {
        if (isNullCheck(node) && !uses.containsKey(node) && captured.contains(node.input(0))) {
          remove(node);
        } else {
          checked(node).ifPresent(captured::add);
        }
      }
    }
  }

  /** What the source has before {@code ::}, or before {@code .new}. */
  private static Optional<Node> checked(Node node) {
    return switch (node.operation) {
      case Operation.Lambda lambda
          when !node.inputs.isEmpty() && !lambda.code().getName().startsWith("lambda$") ->
          Optional.of(node.input(0));
      case Operation.Call call
          when call.isConstructor() && node.inputs.size() > 1 && isInner(call) ->
          Optional.of(node.input(1));
      default -> Optional.empty();
    };
  }

  private static boolean isInner(Operation.Call constructor) {
    Type first = Type.getArgumentTypes(constructor.descriptor())[0];
    return first.getSort() == Type.OBJECT
        && constructor.owner().startsWith(first.getInternalName() + "$");
  }

  private static boolean isNullCheck(Node node) {
    return node.operation instanceof Operation.Call call
        && (call.is("java/util/Objects", "requireNonNull", "(Ljava/lang/Object;)Ljava/lang/Object;")
            || (call.name().equals("getClass") && call.descriptor().equals("()Ljava/lang/Class;")));
  }

  private void replace(Node old, Node by) {
    old.replaceBy(by);
    for (Block block : graph.blocks()) {
      block.effects.replaceAll(effect -> effect == old ? by : effect);
    }
  }

  private void remove(Node... nodes) {
    Set<Node> gone = new HashSet<>(List.of(nodes));
    for (Block block : graph.blocks()) {
      block.effects.removeIf(gone::contains);
    }
  }
}
