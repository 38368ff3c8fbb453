package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Before Java 11, nested classes reached private members of each other through methods with
 * numbers, {@code access$000}. What they reach stands for them.
 */
final class Accessors {
  private Accessors() {}

  static Optional<Operation> behind(Operation.Call call, ClassFiles classes) {
    if (!call.name().startsWith("access$")) {
      return Optional.empty();
    }
    return classes
        .method(call.owner(), call.name(), call.descriptor())
        .filter(found -> (found.method().access & Opcodes.ACC_SYNTHETIC) != 0)
        .flatMap(found -> only(found.method()));
  }

  private static Optional<Operation> only(MethodNode method) {
    List<Operation> reached = new ArrayList<>();
    for (AbstractInsnNode instruction : method.instructions) {
      switch (instruction) {
        case FieldInsnNode field -> reached.add(field(field));
        case MethodInsnNode call -> reached.add(call(call));
        default -> {}
      }
    }
    return reached.size() == 1 ? Optional.of(reached.getFirst()) : Optional.empty();
  }

  private static Operation field(FieldInsnNode field) {
    int opcode = field.getOpcode();
    return new Operation.Field(
        opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC,
        opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC,
        field.owner,
        field.name,
        field.desc);
  }

  private static Operation call(MethodInsnNode call) {
    Operation.Call.How how =
        switch (call.getOpcode()) {
          case Opcodes.INVOKESTATIC -> Operation.Call.How.STATIC;
          case Opcodes.INVOKESPECIAL -> Operation.Call.How.SPECIAL;
          default -> Operation.Call.How.VIRTUAL;
        };
    return new Operation.Call(how, call.owner, call.name, call.desc);
  }
}
