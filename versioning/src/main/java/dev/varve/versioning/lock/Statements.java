package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * An initialiser cut into statements, so that each field can be looked at on its own: compilers put
 * all fields of a class into one method, but a field that nobody reads must not matter.
 */
final class Statements {
  private final ClassNode owner;
  private final MethodNode method;
  private final AbstractInsnNode[] code;
  private final BitSet cuts = new BitSet();

  Statements(ClassNode owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
    this.code = method.instructions.toArray();
    findCuts();
  }

  /**
   * A method of nothing but the code that gives a field its first value; empty if there is none.
   */
  MethodNode of(String field) {
    return keep(written -> written.contains(field));
  }

  /** A method of nothing but the code that gives no field its first value. */
  MethodNode besidesFields() {
    return keep(Set::isEmpty);
  }

  private MethodNode keep(Predicate<Set<String>> wanted) {
    Map<LabelNode, LabelNode> labels = new HashMap<>();
    for (AbstractInsnNode instruction : code) {
      if (instruction instanceof LabelNode label) {
        labels.put(label, new LabelNode());
      }
    }
    MethodNode kept = new MethodNode(method.access, method.name, method.desc, null, null);
    kept.maxLocals = method.maxLocals;
    kept.maxStack = method.maxStack;
    BitSet taken = new BitSet();
    int end;
    for (int from = 0; from < code.length; from = end) {
      end = end(from);
      boolean take = wanted.test(written(from, end));
      taken.set(from, end, take);
      for (int at = from; at < end; at++) {
        // The last return is a statement of its own, and comes anyway.
        boolean isEnd = code[at].getOpcode() == Opcodes.RETURN && cuts.get(at);
        if (code[at] instanceof LabelNode || (take && !isEnd)) {
          kept.instructions.add(code[at].clone(labels));
        }
      }
    }
    kept.instructions.add(new InsnNode(Opcodes.RETURN));
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      if (taken.get(instruction(block.start))) {
        kept.tryCatchBlocks.add(
            new TryCatchBlockNode(
                labels.get(block.start),
                labels.get(block.end),
                labels.get(block.handler),
                block.type));
      }
    }
    return kept;
  }

  private int end(int from) {
    int next = cuts.nextSetBit(from + 1);
    return next < 0 ? code.length : next;
  }

  /** The fields of the class that a statement writes. */
  private Set<String> written(int from, int to) {
    Set<String> written = new LinkedHashSet<>();
    for (int at = from; at < to; at++) {
      if (code[at] instanceof FieldInsnNode field
          && field.owner.equals(owner.name)
          && (field.getOpcode() == Opcodes.PUTFIELD || field.getOpcode() == Opcodes.PUTSTATIC)) {
        written.add(field.name);
      }
    }
    return written;
  }

  /** A statement begins where the stack is empty, no jump passes and no local is handed on. */
  private void findCuts() {
    Frame<BasicValue>[] frames = frames();
    for (int at = 0; at < code.length; at++) {
      Frame<BasicValue> frame = frames[at];
      if (frame != null && frame.getStackSize() == 0 && code[at].getOpcode() >= 0) {
        cuts.set(at);
      }
    }
    for (int at = 0; at < code.length; at++) {
      for (LabelNode target : targets(code[at])) {
        int goal = instruction(target);
        if (at < goal) {
          cuts.clear(at + 1, goal); // What it jumps to may begin a statement.
        } else {
          cuts.clear(goal + 1, at + 1);
        }
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      int first = instruction(block.start);
      int last = Math.max(instruction(block.end), instruction(block.handler));
      cuts.clear(first + 1, Math.max(first, last) + 1);
    }
    joinLocals();
    cuts.set(0);
  }

  private Frame<BasicValue>[] frames() {
    try {
      return new Analyzer<>(new BasicInterpreter()).analyze(owner.name, method);
    } catch (AnalyzerException e) {
      throw new UnreadableCodeException(
          "the code of " + owner.name + "." + method.name + " is not valid: " + e.getMessage(), e);
    }
  }

  private void joinLocals() {
    Map<Integer, Integer> stored = new HashMap<>();
    for (int at = 0; at < code.length; at++) {
      int local =
          switch (code[at]) {
            case VarInsnNode access -> access.var;
            case IincInsnNode sum -> sum.var;
            default -> -1;
          };
      if (local < 0) {
        continue;
      }
      int opcode = code[at].getOpcode();
      if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
        stored.put(local, at);
      } else if (stored.containsKey(local)) {
        cuts.clear(stored.get(local) + 1, at + 1);
      }
    }
  }

  /** The instruction behind a label; the end of the code if there is none. */
  private int instruction(LabelNode label) {
    int at = method.instructions.indexOf(label);
    while (at < code.length && code[at].getOpcode() < 0) {
      at++;
    }
    return at;
  }

  private static List<LabelNode> targets(AbstractInsnNode instruction) {
    return switch (instruction) {
      case JumpInsnNode jump -> List.of(jump.label);
      case TableSwitchInsnNode table -> with(table.labels, table.dflt);
      case LookupSwitchInsnNode lookup -> with(lookup.labels, lookup.dflt);
      default -> List.of();
    };
  }

  private static List<LabelNode> with(List<LabelNode> labels, LabelNode other) {
    List<LabelNode> all = new ArrayList<>(labels);
    all.add(other);
    return all;
  }
}
