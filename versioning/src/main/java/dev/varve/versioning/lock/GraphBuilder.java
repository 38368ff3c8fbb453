package dev.varve.versioning.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Makes the {@link Graph} of a method: finds its blocks, then runs each with nodes instead of
 * values. Where ways meet, every slot gets a phi; those that tell nothing are removed at the end.
 */
final class GraphBuilder {
  private final MethodNode method;
  private final AbstractInsnNode[] code;
  private final BitSet targets = new BitSet();
  private final Map<Integer, Block> blocks = new TreeMap<>();
  private final Deque<Block> unread = new ArrayDeque<>();
  private final Map<Block, Node> caught = new IdentityHashMap<>();
  private final List<Node> phis = new ArrayList<>();
  private final NodeInterpreter interpreter = new NodeInterpreter();
  private final Block entry;

  /** From no block: how the method is entered, where a loop goes back to its first block. */
  private final Edge call;

  private GraphBuilder(MethodNode method) {
    this.method = method;
    this.code = method.instructions.toArray();
    markTargets();
    this.entry = block(goal(0));
    this.call = new Edge(new Block(-1), entry);
    while (!unread.isEmpty()) {
      read(unread.remove());
    }
  }

  /** The graph of a method that has code. */
  static Graph of(MethodNode method) {
    try {
      return new GraphBuilder(method).build();
    } catch (AnalyzerException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "the code of " + method.name + method.desc + " is not valid: " + e.getMessage(), e);
    }
  }

  private void markTargets() {
    for (AbstractInsnNode instruction : code) {
      switch (instruction) {
        case JumpInsnNode jump -> targets.set(goal(index(jump.label)));
        case TableSwitchInsnNode table -> {
          table.labels.forEach(label -> targets.set(goal(index(label))));
          targets.set(goal(index(table.dflt)));
        }
        case LookupSwitchInsnNode lookup -> {
          lookup.labels.forEach(label -> targets.set(goal(index(label))));
          targets.set(goal(index(lookup.dflt)));
        }
        default -> {}
      }
    }
    method.tryCatchBlocks.forEach(handler -> targets.set(goal(index(handler.handler))));
  }

  private int index(LabelNode label) {
    return method.instructions.indexOf(label);
  }

  /** The instruction at or behind an index. */
  private int instruction(int index) {
    int at = index;
    while (code[at].getOpcode() < 0) {
      at++;
    }
    return at;
  }

  /** The instruction at or behind an index that is more than a jump to another one. */
  private int goal(int index) {
    BitSet seen = new BitSet();
    int at = instruction(index);
    while (code[at].getOpcode() == Opcodes.GOTO && !seen.get(at)) {
      seen.set(at);
      at = instruction(index(((JumpInsnNode) code[at]).label));
    }
    return at;
  }

  /** A return has a block for each way to it: some compilers share returns, others do not. */
  private Block block(int index) {
    Block known = blocks.get(index);
    if (known != null) {
      return known;
    }
    Block block = new Block(index);
    if (!isReturn(code[index])) {
      blocks.put(index, block);
    }
    unread.add(block);
    return block;
  }

  private Edge edge(Block from, int index) {
    Block to = block(index);
    Edge edge = new Edge(from, to);
    to.incoming.add(edge);
    return edge;
  }

  private void read(Block block) {
    int at = block.first;
    while (true) {
      List<Node.Handler> handlers = handlers(block, at);
      if (!handlers.isEmpty()) {
        block.failing.put(at, handlers);
      }
      block.last = at;
      if (ends(code[at])) {
        branch(block, code[at]);
        return;
      }
      at = instruction(at + 1);
      if (targets.get(at)) {
        block.outgoing.add(edge(block, at));
        return;
      }
    }
  }

  private List<Node.Handler> handlers(Block block, int at) {
    if (!canFail(code[at])) {
      return List.of();
    }
    List<Node.Handler> handlers = new ArrayList<>();
    for (TryCatchBlockNode handler : method.tryCatchBlocks) {
      if (index(handler.start) <= at && at < index(handler.end)) {
        String type = handler.type == null ? "*" : handler.type;
        if (handlers.stream().noneMatch(known -> known.caught().equals(type))) {
          handlers.add(new Node.Handler(type, edge(block, goal(index(handler.handler)))));
        }
        if (type.equals("*")) {
          break;
        }
      }
    }
    return handlers;
  }

  private void branch(Block block, AbstractInsnNode end) {
    switch (end) {
      case JumpInsnNode jump -> {
        block.outgoing.add(edge(block, goal(index(jump.label))));
        if (jump.getOpcode() != Opcodes.GOTO) {
          block.outgoing.add(edge(block, goal(block.last + 1)));
        }
      }
      case TableSwitchInsnNode table -> {
        table.labels.forEach(label -> block.outgoing.add(edge(block, goal(index(label)))));
        block.outgoing.add(edge(block, goal(index(table.dflt))));
      }
      case LookupSwitchInsnNode lookup -> {
        lookup.labels.forEach(label -> block.outgoing.add(edge(block, goal(index(label)))));
        block.outgoing.add(edge(block, goal(index(lookup.dflt))));
      }
      default -> {}
    }
  }

  private Graph build() throws AnalyzerException {
    for (Block block : order()) {
      run(block);
    }
    for (Block block : order()) {
      for (int slot = 0; slot < block.phis.size(); slot++) {
        Node phi = block.phis.get(slot);
        if (phi.operation instanceof Operation.Phi) {
          fill(phi, block, slot);
        }
      }
    }
    Phis.simplify(phis);
    return new Graph(entry, call);
  }

  /** Each block behind one of those that lead to it. */
  private List<Block> order() {
    Set<Block> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Block> path = new ArrayDeque<>();
    Deque<Iterator<Edge>> ways = new ArrayDeque<>();
    List<Block> finished = new ArrayList<>();
    seen.add(entry);
    path.push(entry);
    ways.push(edges(entry).iterator());
    while (!path.isEmpty()) {
      if (!ways.element().hasNext()) {
        ways.pop();
        finished.add(path.pop());
        continue;
      }
      Block to = ways.element().next().to;
      if (seen.add(to)) {
        path.push(to);
        ways.push(edges(to).iterator());
      }
    }
    return finished.reversed();
  }

  private static List<Edge> edges(Block block) {
    List<Edge> edges = new ArrayList<>();
    block.failing.values().forEach(handlers -> handlers.forEach(h -> edges.add(h.edge())));
    edges.addAll(block.outgoing);
    return edges;
  }

  private void run(Block block) throws AnalyzerException {
    Frame<Node> frame = entryFrame(block);
    interpreter.begin(block);
    for (int at = block.first; at <= block.last; at = at == block.last ? at + 1 : next(at)) {
      List<Node.Handler> handlers = block.failing.getOrDefault(at, List.of());
      for (Node.Handler handler : handlers) {
        handler.edge().frame = thrown(frame, handler.edge().to);
      }
      int before = block.effects.size();
      if (at == block.last && ends(code[at])) {
        block.exit = exit(block, code[at], frame);
      } else {
        frame.execute(code[at], interpreter);
      }
      for (Node effect : block.effects.subList(before, block.effects.size())) {
        effect.handlers = handlers;
      }
    }
    if (!ends(code[block.last])) {
      block.exit = new Exit.Jump(block.outgoing.getFirst());
    }
    for (Edge edge : block.outgoing) {
      edge.frame = frame;
    }
  }

  private int next(int at) {
    return instruction(at + 1);
  }

  private Frame<Node> thrown(Frame<Node> at, Block handler) {
    Frame<Node> frame = new Frame<>(at);
    frame.clearStack();
    frame.push(
        caught.computeIfAbsent(handler, h -> new Node(new Operation.Caught(), 1, null, List.of())));
    return frame;
  }

  private Frame<Node> entryFrame(Block block) {
    if (block == entry && block.incoming.isEmpty()) {
      return initialFrame();
    }
    if (block != entry && block.incoming.size() == 1) {
      return new Frame<>(arriving(block.incoming.getFirst()));
    }
    Frame<Node> pattern =
        block == entry
            ? initialFrame()
            : block.incoming.stream()
                .map(edge -> edge.frame)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    Frame<Node> frame = new Frame<>(pattern);
    for (int slot = 0; slot < frame.getLocals() + frame.getStackSize(); slot++) {
      Node phi = phi(block, slot(pattern, slot));
      block.phis.add(phi);
      if (slot < frame.getLocals()) {
        frame.setLocal(slot, phi);
      } else {
        frame.setStack(slot - frame.getLocals(), phi);
      }
    }
    return frame;
  }

  private Node phi(Block block, Node pattern) {
    if (pattern.operation instanceof Operation.Undefined) {
      return pattern;
    }
    Node phi = new Node(new Operation.Phi(block), pattern.getSize(), null, List.of());
    phis.add(phi);
    return phi;
  }

  private static Node slot(Frame<Node> frame, int slot) {
    return slot < frame.getLocals()
        ? frame.getLocal(slot)
        : frame.getStack(slot - frame.getLocals());
  }

  private Frame<Node> initialFrame() {
    Frame<Node> frame = new Frame<>(method.maxLocals, method.maxStack + 1);
    for (int i = 0; i < method.maxLocals; i++) {
      frame.setLocal(i, NodeInterpreter.UNDEFINED);
    }
    int local = 0;
    int parameter = 0;
    if ((method.access & Opcodes.ACC_STATIC) == 0) {
      frame.setLocal(local++, NodeInterpreter.parameter(parameter, 1, null));
    }
    parameter++; // The same number for the same parameter, static or not.
    for (Type type : Type.getArgumentTypes(method.desc)) {
      frame.setLocal(local, NodeInterpreter.parameter(parameter++, type.getSize(), type));
      local += type.getSize();
    }
    return frame;
  }

  private static Frame<Node> arriving(Edge edge) {
    return Objects.requireNonNull(edge.frame, "a block was run before those that lead to it");
  }

  private void fill(Node phi, Block block, int slot) {
    if (block == entry) {
      phi.arrivals.put(call, slot(initialFrame(), slot));
    }
    for (Edge edge : block.incoming) {
      if (edge.frame != null) { // Otherwise nothing leads there.
        phi.arrivals.put(edge, slot(edge.frame, slot));
      }
    }
  }

  private Exit exit(Block block, AbstractInsnNode end, Frame<Node> frame) throws AnalyzerException {
    int depth = frame.getStackSize();
    List<Edge> out = block.outgoing;
    return switch (end) {
      case JumpInsnNode jump when jump.getOpcode() == Opcodes.GOTO -> new Exit.Jump(out.getFirst());
      case JumpInsnNode jump -> {
        boolean two = Comparisons.takesTwo(jump.getOpcode());
        Node right = two ? frame.getStack(depth - 1) : Comparisons.implied(jump.getOpcode());
        Node left = frame.getStack(depth - (two ? 2 : 1));
        frame.execute(end, interpreter);
        yield Comparisons.branch(jump.getOpcode(), left, right, out.get(0), out.get(1));
      }
      case TableSwitchInsnNode table -> {
        Map<Integer, Edge> cases = new TreeMap<>();
        for (int i = 0; i < table.labels.size(); i++) {
          cases.put(table.min + i, out.get(i));
        }
        yield choice(frame, end, cases, out.getLast());
      }
      case LookupSwitchInsnNode lookup -> {
        Map<Integer, Edge> cases = new TreeMap<>();
        for (int i = 0; i < lookup.keys.size(); i++) {
          cases.put(lookup.keys.get(i), out.get(i));
        }
        yield choice(frame, end, cases, out.getLast());
      }
      default -> {
        if (end.getOpcode() == Opcodes.ATHROW) {
          Node value = frame.getStack(depth - 1);
          block.effects.add(new Node(new Operation.Plain("throw", true), 1, null, List.of(value)));
          yield new Exit.Throw(value);
        }
        yield new Exit.Return(
            end.getOpcode() == Opcodes.RETURN ? List.of() : List.of(frame.getStack(depth - 1)));
      }
    };
  }

  /** Cases that go where all others go are none: tables have them to fill gaps. */
  private Exit choice(
      Frame<Node> frame, AbstractInsnNode end, Map<Integer, Edge> cases, Edge otherwise)
      throws AnalyzerException {
    Node value = frame.getStack(frame.getStackSize() - 1);
    frame.execute(end, interpreter);
    Map<String, Edge> told = new LinkedHashMap<>();
    cases.forEach((key, edge) -> {
      if (edge.to != otherwise.to) {
        told.put(Integer.toString(key), edge);
      }
    });
    return new Exit.Switch(value, told, otherwise);
  }

  private static boolean isReturn(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
  }

  private static boolean ends(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return instruction instanceof JumpInsnNode
        || instruction instanceof TableSwitchInsnNode
        || instruction instanceof LookupSwitchInsnNode
        || isReturn(instruction)
        || opcode == Opcodes.ATHROW;
  }

  /** What becomes a node that happens; see {@link NodeInterpreter}. */
  private static boolean canFail(AbstractInsnNode instruction) {
    int opcode = instruction.getOpcode();
    return (opcode >= Opcodes.GETSTATIC && opcode <= Opcodes.INVOKEDYNAMIC)
        || (opcode >= Opcodes.NEWARRAY && opcode <= Opcodes.CHECKCAST)
        || opcode == Opcodes.MONITORENTER
        || opcode == Opcodes.MONITOREXIT
        || opcode == Opcodes.MULTIANEWARRAY
        || (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
        || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE)
        || opcode == Opcodes.IDIV
        || opcode == Opcodes.LDIV
        || opcode == Opcodes.IREM
        || opcode == Opcodes.LREM;
  }
}
