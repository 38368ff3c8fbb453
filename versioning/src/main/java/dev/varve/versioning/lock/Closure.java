package dev.varve.versioning.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Follows the code of one function through the project: from what it calls to what that calls, with
 * the fields that are read and the types that become JSON. A method of an interface or a superclass
 * leads to those of its subclasses of which objects are made on the way.
 */
final class Closure {
  private static final Set<String> OF_OBJECT =
      Set.of("equals(Ljava/lang/Object;)Z", "hashCode()I", "toString()Ljava/lang/String;");

  private final ClassFiles classes;
  private final PayloadTypes payloads;
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final Set<Object> seen = new HashSet<>();
  private final Set<String> made = new LinkedHashSet<>();
  private final Set<Operation.Call> virtualCalls = new LinkedHashSet<>();
  private final Map<String, Statements> statements = new HashMap<>();

  /** By kind and name: several methods may have one name, such as those of anonymous classes. */
  private final Map<Part.Kind, Map<String, TreeSet<String>>> parts = new TreeMap<>();

  private final Set<String> roots = new HashSet<>();

  Closure(ClassFiles classes) {
    this.classes = classes;
    this.payloads = new PayloadTypes(classes, this);
  }

  /** Code that is the function itself, as a form that is already written. */
  void addCode(String name, String form, Mentions mentions) {
    put(Part.Kind.CODE, name, form, mentions);
    follow(mentions);
  }

  /** A class whose object is the function: its constructors, and what it implements. */
  void addRoot(String type) {
    roots.add(type);
    addMade(type);
    addConstructors(type);
  }

  /** A method that may run. */
  void addMethod(ClassFiles.FoundMethod found) {
    ClassNode owner = found.owner();
    MethodNode method = found.method();
    if (!first("method", owner.name, method.name, method.desc)) {
      return;
    }
    open.add(() -> write(owner, method));
  }

  void addConstructors(String type) {
    classes
        .own(type)
        .ifPresent(node ->
            node.methods.stream()
                .filter(method -> method.name.equals("<init>"))
                .forEach(m -> addMethod(new ClassFiles.FoundMethod(node, m))));
  }

  /** A type whose values become JSON, by descriptor. */
  void addPayload(String descriptor) {
    payloads.add(descriptor);
  }

  void put(Part.Kind kind, String name, String value) {
    parts
        .computeIfAbsent(kind, k -> new TreeMap<>())
        .computeIfAbsent(name, n -> new TreeSet<>())
        .add(value);
  }

  /** Follows everything to its end. */
  List<Part> parts() {
    while (!open.isEmpty()) {
      open.remove().run();
    }
    return parts.entrySet().stream()
        .flatMap(kind ->
            kind.getValue().entrySet().stream()
                .map(named ->
                    new Part(kind.getKey(), named.getKey(), String.join(" | ", named.getValue()))))
        .sorted()
        .toList();
  }

  private boolean first(String... what) {
    return seen.add(List.of(what));
  }

  private void write(ClassNode owner, MethodNode method) {
    addInitialiser(owner);
    if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return;
    }
    Mentions mentions = new Mentions();
    MethodNode code =
        method.name.equals("<init>") ? statements(owner, method).besidesFields() : method;
    String form = Form.of(code, classes, mentions);
    follow(mentions);
    boolean isBridge = (method.access & Opcodes.ACC_BRIDGE) != 0;
    if (!isBridge && !Trivial.method(owner, method, form)) {
      put(
          roots.contains(owner.name) ? Part.Kind.CODE : Part.Kind.HELPER,
          SourceNames.method(owner.name, method.name, method.desc),
          form,
          mentions);
    }
  }

  private void put(Part.Kind kind, String name, String form, Mentions mentions) {
    String literals =
        mentions.literals.stream()
            .map(literal -> " " + Literals.shown(literal))
            .collect(Collectors.joining());
    put(kind, name, Digests.of(form, 8) + literals);
  }

  private Statements statements(ClassNode owner, MethodNode method) {
    return statements.computeIfAbsent(
        owner.name + method.name + method.desc, key -> new Statements(owner, method));
  }

  private void follow(Mentions mentions) {
    mentions.calls.forEach(this::addCall);
    mentions.fields.forEach(this::addField);
    mentions.made.forEach(this::addMade);
    mentions.payloads.forEach(this::addPayload);
  }

  private void addCall(Operation.Call call) {
    Optional<ClassFiles.FoundMethod> found =
        classes.method(call.owner(), call.name(), call.descriptor());
    if (found.isPresent() && isOfEnum(found.get(), call)) {
      addEnum(found.get().owner());
      return;
    }
    classes
        .own(call.owner())
        .filter(EnumOrder::isEnum)
        .ifPresent(owner -> {
          if (EnumOrder.looksAtOrder(call)) {
            addEnum(owner);
          }
        });
    found.ifPresent(method -> addMethod(method));
    if (call.how() == Operation.Call.How.VIRTUAL
        && classes.has(call.owner())
        && virtualCalls.add(call)) {
      made.forEach(type -> addOverride(type, call));
    }
  }

  private static boolean isOfEnum(ClassFiles.FoundMethod found, Operation.Call call) {
    return EnumOrder.isEnum(found.owner())
        && call.how() == Operation.Call.How.STATIC
        && ((call.name().equals("values") && call.descriptor().startsWith("()"))
            || (call.name().equals("valueOf")
                && call.descriptor().startsWith("(Ljava/lang/String;)")));
  }

  private void addEnum(ClassNode type) {
    put(Part.Kind.ENUM, SourceNames.type(type.name), String.join(", ", EnumOrder.names(type)));
  }

  private void addOverride(String type, Operation.Call call) {
    if (classes.isSubtype(type, call.owner())) {
      classes.method(type, call.name(), call.descriptor()).ifPresent(method -> addMethod(method));
    }
  }

  /** Objects of the class exist, so calls may reach its methods, those of libraries included. */
  void addMade(String type) {
    Optional<ClassNode> node = classes.own(type);
    if (node.isEmpty() || !made.add(type)) {
      return;
    }
    addInitialiser(node.get());
    virtualCalls.forEach(call -> addOverride(type, call));
    if (node.get().recordComponents != null) {
      addPayload(Type.getObjectType(type).getDescriptor());
    }
    payloads.noteTypeReference(node.get());
    for (String at : classes.ownAncestry(type)) {
      ClassNode declaring = classes.own(at).orElseThrow();
      for (MethodNode method : declaring.methods) {
        if (isCallback(type, method)) {
          classes.method(type, method.name, method.desc).ifPresent(found -> addMethod(found));
        }
      }
    }
  }

  private boolean isCallback(String type, MethodNode method) {
    if ((method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) != 0
        || method.name.startsWith("<")) {
      return false;
    }
    if (OF_OBJECT.contains(method.name + method.desc)) {
      return !roots.contains(type);
    }
    return classes.isCallback(type, method);
  }

  private void addField(Operation.Field access) {
    Optional<ClassFiles.FoundField> found = classes.field(access.owner(), access.name());
    if (found.isEmpty()) {
      return;
    }
    ClassNode owner = found.get().owner();
    FieldNode field = found.get().field();
    addInitialiser(owner);
    // What is only written makes no difference; javac asks one of its own whether to assert.
    if (access.isRead()
        && !field.name.equals("$assertionsDisabled")
        && first("field", owner.name, field.name)) {
      open.add(() -> write(owner, field));
    }
  }

  private void write(ClassNode owner, FieldNode field) {
    boolean isStatic = (field.access & Opcodes.ACC_STATIC) != 0;
    boolean isFinal = (field.access & Opcodes.ACC_FINAL) != 0;
    Mentions mentions = new Mentions();
    List<String> forms = new ArrayList<>();
    for (MethodNode method : owner.methods) {
      if (method.name.equals(isStatic ? "<clinit>" : "<init>")) {
        forms.add(Form.of(statements(owner, method).of(field.name), classes, mentions));
      }
    }
    forms.removeIf(Trivial::isEmpty);
    Collections.sort(forms); // Constructors may stand in any order.
    if (field.value != null) {
      forms.add("value " + field.value);
      mentions.literals.add(
          field.value instanceof String text ? Literals.quoted(text) : field.value.toString());
    }
    follow(mentions);
    String form = Form.named(field.desc) + "\n" + String.join("\n", forms);
    if (!Trivial.field(owner, field.name, forms)) {
      put(
          isStatic && isFinal ? Part.Kind.CONSTANT : Part.Kind.FIELD,
          SourceNames.member(owner.name, field.name),
          form,
          mentions);
    }
  }

  /** What runs when the class is first used, apart from giving fields their values. */
  private void addInitialiser(ClassNode owner) {
    if (!first("initialiser", owner.name)) {
      return;
    }
    Optional.ofNullable(owner.superName).flatMap(classes::own).ifPresent(this::addInitialiser);
    for (MethodNode method : owner.methods) {
      if (method.name.equals("<clinit>")) {
        open.add(() -> {
          Mentions mentions = new Mentions();
          String form = Form.of(statements(owner, method).besidesFields(), classes, mentions);
          follow(mentions);
          if (!Trivial.isEmpty(form)) {
            put(Part.Kind.INITIALISER, SourceNames.type(owner.name), form, mentions);
          }
        });
      }
    }
  }
}
