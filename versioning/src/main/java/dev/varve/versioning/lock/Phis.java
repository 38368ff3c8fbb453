package dev.varve.versioning.lock;

import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Removes phis that are no choice: the same comes from all sides, or nothing from one. */
final class Phis {
  private Phis() {}

  static void simplify(Collection<Node> phis) {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Node phi : phis) {
        Node only = phi.isReplaced() ? null : onlyArrival(phi);
        if (only != null) {
          phi.replaceBy(only);
          changed = true;
        }
      }
      changed |= mergeTwins(phis);
    }
  }

  private static @Nullable Node onlyArrival(Node phi) {
    Node only = null;
    for (Node arrival : phi.arrivals.values()) {
      Node real = arrival.real();
      if (real.operation instanceof Operation.Undefined) {
        return real;
      }
      if (real == phi) {
        continue;
      }
      if (only == null) {
        only = real;
      } else if (!isSame(only, real)) {
        return null;
      }
    }
    return only;
  }

  /** Whether both are the same value as far as can be told: one node, or one constant. */
  static boolean isSame(Node one, Node other) {
    boolean isConstant =
        one.operation instanceof Operation.Literal || one.operation instanceof Operation.Null;
    return one == other || (isConstant && one.operation.equals(other.operation));
  }

  /** Two slots of a block that get the same from all sides are one value. */
  private static boolean mergeTwins(Collection<Node> phis) {
    boolean changed = false;
    Map<Block, Map<Map<Edge, Node>, Node>> known = new IdentityHashMap<>();
    for (Node phi : phis) {
      if (!phi.isReplaced() && phi.operation instanceof Operation.Phi(Block block)) {
        Map<Edge, Node> arrivals = new HashMap<>();
        phi.arrivals.forEach((edge, node) -> arrivals.put(edge, node.real()));
        Node twin = known.computeIfAbsent(block, b -> new HashMap<>()).putIfAbsent(arrivals, phi);
        if (twin != null) {
          phi.replaceBy(twin);
          changed = true;
        }
      }
    }
    return changed;
  }
}
