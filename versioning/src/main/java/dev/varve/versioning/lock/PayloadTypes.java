package dev.varve.versioning.lock;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/**
 * Describes types of the project that become JSON: the properties with their types and annotations.
 * What conversion runs of them is code of the function as well.
 */
final class PayloadTypes {
  private static final String TYPE_REFERENCE = "dev/varve/TypeRef";

  private final ClassFiles classes;
  private final Closure closure;
  private final Set<String> seen = new HashSet<>();

  PayloadTypes(ClassFiles classes, Closure closure) {
    this.classes = classes;
    this.closure = closure;
  }

  /** Every class of the project in a type, by descriptor or signature. */
  void add(String signature) {
    for (String name : Signatures.classes(signature)) {
      if (seen.add(name) && !isPartOfVarve(name)) {
        classes.own(name).ifPresent(this::describe);
      }
    }
  }

  /** {@code new TypeRef<List<Order>>() {}} names a type in its signature. */
  void noteTypeReference(ClassNode made) {
    if (TYPE_REFERENCE.equals(made.superName) && made.signature != null) {
      add(made.signature);
    }
  }

  /** A retry handler given to Varve is code, not data. */
  private boolean isPartOfVarve(String name) {
    return classes.foreignAncestry(name).stream().anyMatch(type -> type.startsWith("dev/varve/"));
  }

  private void describe(ClassNode type) {
    if (EnumOrder.isEnum(type)) {
      describeEnum(type);
    } else if (type.recordComponents != null) {
      describeRecord(type);
    } else {
      describeClass(type);
    }
  }

  private void describeEnum(ClassNode type) {
    put(type, "", "enum(" + String.join(", ", EnumOrder.names(type)) + ")" + annotations(type));
    for (FieldNode field : type.fields) {
      JsonAnnotations annotations = new JsonAnnotations(classes).add(field.visibleAnnotations);
      if ((field.access & Opcodes.ACC_ENUM) != 0 && !annotations.isEmpty()) {
        put(type, "." + field.name, annotations.text().strip());
      }
    }
    type.methods.stream().filter(this::isAnnotated).forEach(method -> run(type, method));
  }

  private void describeRecord(ClassNode type) {
    String names =
        type.recordComponents.stream()
            .map(component -> component.name)
            .collect(Collectors.joining(", "));
    put(type, "", "record(" + names + ")" + annotations(type));
    for (RecordComponentNode component : type.recordComponents) {
      JsonAnnotations annotations = new JsonAnnotations(classes).add(component.visibleAnnotations);
      type.fields.stream()
          .filter(field -> field.name.equals(component.name))
          .forEach(field -> annotations.add(field.visibleAnnotations));
      type.methods.stream()
          .filter(method -> isAccessor(method, component))
          .forEach(method -> annotations.add(method.visibleAnnotations));
      String signature = component.signature == null ? component.descriptor : component.signature;
      property(type, component.name, signature, annotations);
    }
    closure.addMade(type.name);
    String canonical =
        type.recordComponents.stream()
            .map(component -> component.descriptor)
            .collect(Collectors.joining("", "(", ")V"));
    for (MethodNode method : type.methods) {
      boolean isCanonical = method.name.equals("<init>") && method.desc.equals(canonical);
      boolean isAccessor =
          type.recordComponents.stream().anyMatch(component -> isAccessor(method, component));
      if (isCanonical || isAccessor || isAnnotated(method)) {
        run(type, method);
      }
    }
  }

  private static boolean isAccessor(MethodNode method, RecordComponentNode component) {
    return method.name.equals(component.name) && method.desc.equals("()" + component.descriptor);
  }

  private void describeClass(ClassNode type) {
    boolean isInterface = (type.access & Opcodes.ACC_INTERFACE) != 0;
    List<String> permitted =
        type.permittedSubclasses == null ? List.of() : type.permittedSubclasses;
    String permits =
        permitted.stream().map(SourceNames::type).sorted().collect(Collectors.joining(", "));
    put(
        type,
        "",
        (isInterface ? "interface" : "class")
            + (permits.isEmpty() ? "" : " permits(" + permits + ")")
            + annotations(type));
    permitted.forEach(name -> add("L" + name + ";"));
    if (type.superName != null) {
      add("L" + type.superName + ";");
    }
    for (FieldNode field : type.fields) {
      if ((field.access & (Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC))
          == 0) {
        property(
            type,
            field.name,
            field.signature == null ? field.desc : field.signature,
            new JsonAnnotations(classes).add(field.visibleAnnotations));
      }
    }
    if ((type.access & Opcodes.ACC_ABSTRACT) == 0) {
      closure.addMade(type.name);
      closure.addConstructors(type.name);
    }
    for (MethodNode method : type.methods) {
      if (isProperty(method) || isAnnotated(method)) {
        String annotations = new JsonAnnotations(classes).add(method.visibleAnnotations).text();
        put(type, "." + method.name + "()", Form.named(method.desc) + annotations);
        run(type, method);
      }
    }
  }

  private static boolean isProperty(MethodNode method) {
    boolean isCandidate =
        (method.access & Opcodes.ACC_PUBLIC) != 0
            && (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0;
    String name = method.name.toLowerCase(Locale.ROOT);
    boolean reads =
        (name.startsWith("get") || name.startsWith("is"))
            && method.desc.startsWith("()")
            && !method.desc.endsWith("V");
    boolean writes = name.startsWith("set") && method.desc.endsWith(")V");
    return isCandidate && (reads || writes);
  }

  private boolean isAnnotated(MethodNode method) {
    return !new JsonAnnotations(classes).add(method.visibleAnnotations).isEmpty();
  }

  private void property(
      ClassNode type, String name, String signature, JsonAnnotations annotations) {
    put(type, "." + name, Signatures.source(signature) + annotations.text());
    add(signature);
    follow(annotations);
  }

  private String annotations(ClassNode type) {
    JsonAnnotations annotations = new JsonAnnotations(classes).add(type.visibleAnnotations);
    follow(annotations);
    return annotations.text();
  }

  /** What an annotation names is a type of values, or a part of the library's machinery. */
  private void follow(JsonAnnotations annotations) {
    for (String name : annotations.classes()) {
      boolean isData =
          classes.foreignAncestry(name).stream()
              .noneMatch(type -> type.contains("jackson") || type.contains("json"));
      if (isData) {
        add("L" + name + ";");
      } else {
        closure.addMade(name);
        closure.addConstructors(name);
      }
    }
  }

  private void run(ClassNode type, MethodNode method) {
    closure.addMethod(new ClassFiles.FoundMethod(type, method));
  }

  private void put(ClassNode type, String property, String value) {
    closure.put(Part.Kind.PAYLOAD, SourceNames.type(type.name) + property, value);
  }
}
