package dev.varve.versioning.lock;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.analysis.Frame;

/** A way from one block to another: a jump, or an exception on its way to a handler. */
final class Edge {
  Block from;
  Block to;

  /** Locals and stack on this way, once the block it comes from was run. */
  @Nullable Frame<Node> frame;

  Edge(Block from, Block to) {
    this.from = from;
    this.to = to;
  }
}
