package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/** What a piece of code refers to. */
final class Mentions {
  final Set<Operation.Call> calls = new LinkedHashSet<>();
  final Set<Operation.Field> fields = new LinkedHashSet<>();

  /** Classes of which it makes objects. */
  final Set<String> made = new LinkedHashSet<>();

  /** Types of values that may become JSON, by descriptor. */
  final Set<String> payloads = new LinkedHashSet<>();

  /** Constants, in the order of the form; for people. */
  final List<String> literals = new ArrayList<>();

  /**
   * What is given to Varve becomes JSON, and what a class literal names may be read from it, unless
   * the literal goes to another library, such as a logger.
   */
  void noteArguments(Operation.Call call, Node node, ClassFiles classes) {
    boolean isOwn = classes.has(call.owner());
    boolean isVarve = !isOwn && call.owner().startsWith("dev/varve/");
    if (!isOwn && !isVarve) {
      return;
    }
    for (Node input : node.inputs) {
      Node real = input.real();
      if (real.operation instanceof Operation.Literal(Type type)) {
        payloads.add(type.getDescriptor());
      } else if (isVarve) {
        noteType(real, Collections.newSetFromMap(new IdentityHashMap<>()));
      }
    }
  }

  private void noteType(Node node, Set<Node> seen) {
    if (node.operation instanceof Operation.Phi) {
      if (seen.add(node)) {
        node.arrivals.values().forEach(arrival -> noteType(arrival.real(), seen));
      }
    } else if (node.type != null) {
      payloads.add(node.type.getDescriptor());
    }
  }
}
