package dev.varve.versioning.lock;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Reads the tables by which switches on enums work: {@code $SwitchMap$...} of javac, filled by the
 * initialiser of its class, and {@code $SWITCH_TABLE$...()} of ECJ.
 */
final class EnumTables {
  private EnumTables() {}

  /** The constant behind each number, if this is how such a table is reached. */
  static Optional<Map<String, String>> of(Operation table, ClassFiles classes) {
    return switch (table) {
      case Operation.Field field when field.name().startsWith("$SwitchMap$") ->
          classes.method(field.owner(), "<clinit>", "()V").map(found -> read(found.method()));
      case Operation.Call call when call.name().startsWith("$SWITCH_TABLE$") ->
          classes
              .method(call.owner(), call.name(), call.descriptor())
              .map(found -> read(found.method()));
      default -> Optional.empty();
    };
  }

  /** Each entry is: the constant, its ordinal, the number, a store into the table. */
  private static Map<String, String> read(MethodNode filling) {
    Map<String, String> names = new HashMap<>();
    String constant = "";
    int number = 0;
    for (AbstractInsnNode instruction : filling.instructions) {
      int opcode = instruction.getOpcode();
      if (instruction instanceof FieldInsnNode field && !field.desc.startsWith("[")) {
        constant = field.name;
      } else if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
        number = opcode - Opcodes.ICONST_0;
      } else if (instruction instanceof IntInsnNode push) {
        number = push.operand;
      } else if (opcode == Opcodes.IASTORE) {
        names.put(Integer.toString(number), constant);
      }
    }
    return names;
  }
}
