package dev.varve.versioning.lock;

import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** What code can learn about an enum as a whole. */
final class EnumOrder {
  private EnumOrder() {}

  static boolean isEnum(ClassNode type) {
    return "java/lang/Enum".equals(type.superName);
  }

  /** The constants in their order. */
  static List<String> names(ClassNode type) {
    return type.fields.stream()
        .filter(field -> (field.access & Opcodes.ACC_ENUM) != 0)
        .map(field -> field.name)
        .toList();
  }

  static boolean looksAtOrder(Operation.Call call) {
    return call.name().equals("ordinal") || call.name().equals("compareTo");
  }
}
