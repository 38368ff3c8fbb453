package dev.varve.versioning.lock;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.objectweb.asm.Type;

/** Names of class files in the words of a source file. */
final class SourceNames {
  private SourceNames() {}

  static String type(String internalName) {
    return Form.named(internalName).replace('/', '.').replace('$', '.');
  }

  static String member(String owner, String name) {
    return type(owner) + "." + name;
  }

  static String method(String owner, String name, String descriptor) {
    String parameters =
        Arrays.stream(Type.getArgumentTypes(descriptor))
            .map(SourceNames::simple)
            .collect(Collectors.joining(",", "(", ")"));
    return name.equals("<init>")
        ? "new " + type(owner) + parameters
        : member(owner, name) + parameters;
  }

  private static String simple(Type type) {
    return switch (type.getSort()) {
      case Type.ARRAY -> simple(type.getElementType()) + "[]".repeat(type.getDimensions());
      case Type.OBJECT -> {
        String name = type(type.getInternalName());
        yield name.substring(name.lastIndexOf('.') + 1);
      }
      default -> type.getClassName();
    };
  }
}
