package dev.varve.versioning.lock;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** One form for all the ways to compile a condition. */
final class Comparisons {
  private static final Node ZERO = new Node(new Operation.Literal(0), 1, null, List.of());
  private static final Node NULL = new Node(new Operation.Null(), 1, null, List.of());

  private Comparisons() {}

  static boolean takesTwo(int opcode) {
    return opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
  }

  /** What a jump that takes one value compares it with. */
  static Node implied(int opcode) {
    return opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL ? NULL : ZERO;
  }

  static Exit branch(int opcode, Node left, Node right, Edge jump, Edge fall) {
    return switch (opcode) {
      case Opcodes.IFEQ, Opcodes.IF_ICMPEQ, Opcodes.IF_ACMPEQ, Opcodes.IFNULL ->
          equal(left, right, jump, fall);
      case Opcodes.IFNE, Opcodes.IF_ICMPNE, Opcodes.IF_ACMPNE, Opcodes.IFNONNULL ->
          equal(left, right, fall, jump);
      case Opcodes.IFLT, Opcodes.IF_ICMPLT -> less("<", left, right, jump, fall);
      case Opcodes.IFGE, Opcodes.IF_ICMPGE -> less("<", left, right, fall, jump);
      case Opcodes.IFLE, Opcodes.IF_ICMPLE -> less("<=", left, right, jump, fall);
      case Opcodes.IFGT, Opcodes.IF_ICMPGT -> less("<=", left, right, fall, jump);
      default -> throw new IllegalArgumentException("opcode " + opcode + " is no condition");
    };
  }

  private static Exit equal(Node left, Node right, Edge yes, Edge no) {
    return isConstant(left)
        ? new Exit.Branch("==", right, left, yes, no)
        : new Exit.Branch("==", left, right, yes, no);
  }

  /** {@code 0 < x} is not {@code x <= 0}: compilers have an instruction for x beside zero only. */
  private static Exit less(String word, Node left, Node right, Edge yes, Edge no) {
    if (left.operation.equals(ZERO.operation)) {
      return new Exit.Branch(word.equals("<") ? "<=" : "<", right, left, no, yes);
    }
    return new Exit.Branch(word, left, right, yes, no);
  }

  private static boolean isConstant(Node node) {
    return node.operation instanceof Operation.Literal || node.operation instanceof Operation.Null;
  }
}
