package dev.varve.versioning.lock;

import java.util.List;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/**
 * Code that says nothing which its name does not: it is left out of the lock file. Should it become
 * more than that, it appears there.
 */
final class Trivial {
  private static final String BEGIN = "B0:\n";

  private Trivial() {}

  static boolean isEmpty(String form) {
    return form.equals(BEGIN + "return\n");
  }

  /** Accessors and the other methods that records have unasked, and constructors without code. */
  static boolean method(ClassNode owner, MethodNode method, String form) {
    boolean isConstructor = method.name.equals("<init>");
    if (isConstructor) {
      return form.equals(BEGIN + "%0 = super " + owner.superName + ".<init>()V(p0)\nreturn\n");
    }
    if (owner.recordComponents == null) {
      return false;
    }
    return form.contains(" = make java/lang/runtime/ObjectMethods.bootstrap ")
        || form.equals(
            BEGIN
                + "%0 = get "
                + Form.named(owner.name)
                + "."
                + method.name
                + ":"
                + Form.named(method.desc.substring("()".length()))
                + "(p0)\nreturn %0\n");
  }

  /** A component of a record that is what the constructor was given. */
  static boolean field(ClassNode owner, String name, List<String> forms) {
    if (owner.recordComponents == null || forms.size() != 1) {
      return false;
    }
    int position = 1;
    for (RecordComponentNode component : owner.recordComponents) {
      if (component.name.equals(name)) {
        return forms
            .getFirst()
            .equals(
                BEGIN
                    + "%0 = put "
                    + Form.named(owner.name + "." + name + ":" + component.descriptor)
                    + "(p0,p"
                    + position
                    + ")\nreturn\n");
      }
      position++;
    }
    return false;
  }
}
