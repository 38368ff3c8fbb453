package dev.varve.versioning.lock;

import java.util.Optional;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/** The code behind lambdas and method references. */
final class Lambdas {
  private Lambdas() {}

  /** The method that a compiler made of a lambda; empty if it refers to a method of the source. */
  static Optional<ClassFiles.FoundMethod> body(Handle code, ClassFiles classes) {
    if (code.getTag() <= Opcodes.H_PUTSTATIC) {
      return Optional.empty();
    }
    return classes
        .method(code.getOwner(), code.getName(), code.getDesc())
        .filter(found -> isMade(found.method().access));
  }

  private static boolean isMade(int access) {
    return (access & Opcodes.ACC_SYNTHETIC) != 0 && (access & Opcodes.ACC_BRIDGE) == 0;
  }

  /** The last parameter of the body that is captured; -1 if none is. */
  static int lastCaptured(Node made, Handle code) {
    return made.inputs.size() - (isStatic(code) ? 0 : 1);
  }

  /** Which input of the lambda a captured parameter of the body is. */
  static int input(int parameter, Handle code) {
    return parameter - (isStatic(code) ? 1 : 0);
  }

  private static boolean isStatic(Handle code) {
    return code.getTag() == Opcodes.H_INVOKESTATIC;
  }

  /** A method reference as a call. */
  static Operation.Call call(Handle code) {
    Operation.Call.How how =
        switch (code.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Operation.Call.How.STATIC;
          case Opcodes.H_NEWINVOKESPECIAL -> Operation.Call.How.SPECIAL;
          default -> Operation.Call.How.VIRTUAL;
        };
    return new Operation.Call(how, code.getOwner(), code.getName(), code.getDesc());
  }
}
