package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** Makes nodes of the call sites that javac and ECJ emit: lambdas, strings, and the rest. */
final class CallSites {
  private static final char VALUE = '\1';
  private static final char CONSTANT = '\2';

  private CallSites() {}

  static Node node(InvokeDynamicInsnNode site, List<Node> values, NodeInterpreter interpreter) {
    Type result = Type.getReturnType(site.desc);
    return interpreter.happen(
        operation(site, values), Math.max(1, result.getSize()), result, values);
  }

  private static Operation operation(InvokeDynamicInsnNode site, List<Node> values) {
    String factory = site.bsm.getOwner();
    if (factory.equals("java/lang/invoke/LambdaMetafactory")) {
      return new Operation.Lambda(
          Type.getReturnType(site.desc).getInternalName(),
          site.name,
          ((Type) site.bsmArgs[0]).getDescriptor(),
          (Handle) site.bsmArgs[1]);
    }
    if (factory.equals("java/lang/invoke/StringConcatFactory")) {
      return new Operation.Concat(pieces(site, values.size()));
    }
    return new Operation.Bootstrap(site.bsm, site.name, site.desc, List.of(site.bsmArgs));
  }

  private static List<Object> pieces(InvokeDynamicInsnNode site, int values) {
    boolean hasRecipe = site.name.equals("makeConcatWithConstants");
    String recipe = hasRecipe ? (String) site.bsmArgs[0] : Character.toString(VALUE).repeat(values);
    Type[] types = Type.getArgumentTypes(site.desc);
    List<Object> pieces = new ArrayList<>();
    int value = 0;
    int constant = 1;
    for (int i = 0; i < recipe.length(); i++) {
      char c = recipe.charAt(i);
      if (c == VALUE) {
        pieces.add(kind(types[value++]));
      } else if (c == CONSTANT) {
        pieces.add(String.valueOf(site.bsmArgs[constant++]));
      } else {
        pieces.add(Character.toString(c));
      }
    }
    return pieces;
  }

  /** How a value of the type is written into a string. */
  static char kind(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN -> 'Z';
      case Type.CHAR -> 'C';
      case Type.BYTE, Type.SHORT, Type.INT -> 'I';
      case Type.LONG -> 'J';
      case Type.FLOAT -> 'F';
      case Type.DOUBLE -> 'D';
      default -> 'L';
    };
  }
}
