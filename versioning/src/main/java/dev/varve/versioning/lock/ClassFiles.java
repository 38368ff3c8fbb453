package dev.varve.versioning.lock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** The class files that one class loader sees, read once each. Classes have internal names here. */
final class ClassFiles {
  private final @Nullable ClassLoader loader;
  private final Project project;
  private final Map<String, Optional<ClassNode>> own = new HashMap<>();
  private final Map<String, Optional<ClassNode>> any = new HashMap<>();

  ClassFiles(@Nullable ClassLoader loader, Project project) {
    this.loader = loader;
    this.project = project;
  }

  /** A method and the class that declares it. */
  record FoundMethod(ClassNode owner, MethodNode method) {}

  /** A field and the class that declares it. */
  record FoundField(ClassNode owner, FieldNode field) {}

  /** A class of the project; empty for all others. */
  Optional<ClassNode> own(String name) {
    Optional<ClassNode> known = own.get(name);
    if (known != null) {
      return known;
    }
    Optional<ClassNode> read = isOwn(name) ? Optional.of(require(name)) : Optional.empty();
    own.put(name, read);
    return read;
  }

  boolean has(String name) {
    return own(name).isPresent();
  }

  private boolean isOwn(String name) {
    if (name.startsWith("[") || name.startsWith("java/")) {
      return false;
    }
    try {
      return project.has(Class.forName(name.replace('/', '.'), false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return false; // A class that is optional, and not there.
    }
  }

  private ClassNode require(String name) {
    return read(name, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES)
        .orElseThrow(() ->
            new UnreadableCodeException(
                "there is no class file of "
                    + name.replace('/', '.')
                    + "; a class that was made at run time has no code that could be locked"));
  }

  private Optional<ClassNode> read(String name, int how) {
    String file = name + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      if (in == null) {
        return Optional.empty();
      }
      ClassNode node = new ClassNode();
      new ClassReader(in.readAllBytes()).accept(node, how);
      return Optional.of(node);
    } catch (IOException e) {
      throw new UncheckedIOException("the class file " + file + " cannot be read", e);
    } catch (IllegalArgumentException e) {
      throw new UnreadableCodeException(
          "the class file "
              + file
              + " cannot be read: "
              + e.getMessage()
              + "; use a Varve that knows this version of Java",
          e);
    }
  }

  /** A class of anybody, without its code; empty if there is none. */
  private Optional<ClassNode> outline(String name) {
    Optional<ClassNode> known = any.get(name);
    if (known == null) {
      known = read(name, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
      any.put(name, known);
    }
    return known;
  }

  /** The method that a call means, if the project declares it: in the class or above it. */
  Optional<FoundMethod> method(String owner, String name, String descriptor) {
    for (String type : ownAncestry(owner)) {
      for (MethodNode method : own(type).orElseThrow().methods) {
        if (method.name.equals(name) && method.desc.equals(descriptor)) {
          return Optional.of(new FoundMethod(own(type).orElseThrow(), method));
        }
      }
      if (name.startsWith("<")) {
        break; // Not inherited.
      }
    }
    return Optional.empty();
  }

  /** The field that an access means, if the project declares it: in the class or above it. */
  Optional<FoundField> field(String owner, String name) {
    for (String type : ownAncestry(owner)) {
      for (FieldNode field : own(type).orElseThrow().fields) {
        if (field.name.equals(name)) {
          return Optional.of(new FoundField(own(type).orElseThrow(), field));
        }
      }
    }
    return Optional.empty();
  }

  /** The class, the classes above it, then all interfaces: those of the project. */
  List<String> ownAncestry(String name) {
    return ancestry(name).stream().filter(this::has).toList();
  }

  /** What is above a class and no part of the project. */
  List<String> foreignAncestry(String name) {
    return ancestry(name).stream().filter(type -> !has(type)).toList();
  }

  boolean isSubtype(String name, String of) {
    return ancestry(name).contains(of);
  }

  private List<String> ancestry(String name) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> interfaces = new ArrayDeque<>();
    for (Optional<ClassNode> at = outline(name); at.isPresent(); ) {
      found.add(at.get().name);
      interfaces.addAll(at.get().interfaces);
      at = at.get().superName == null ? Optional.empty() : outline(at.get().superName);
    }
    while (!interfaces.isEmpty()) {
      String next = interfaces.remove();
      if (found.add(next)) {
        outline(next).ifPresent(node -> interfaces.addAll(node.interfaces));
      }
    }
    return new ArrayList<>(found);
  }

  /** Whether a library type above this class declares the method, so that libraries may call it. */
  boolean isCallback(String name, MethodNode method) {
    return foreignAncestry(name).stream()
        .filter(type -> !type.equals("java/lang/Object"))
        .flatMap(type -> outline(type).stream())
        .flatMap(node -> node.methods.stream())
        .anyMatch(above ->
            (above.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == 0
                && above.name.equals(method.name)
                && above.desc.equals(method.desc));
  }
}
