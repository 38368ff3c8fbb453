package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;

/** Annotations that change how a value becomes JSON, as a source file writes them. */
final class JsonAnnotations {
  private static final List<String> LIBRARIES =
      List.of(
          "Lcom/fasterxml/jackson/",
          "Ltools/jackson/",
          "Ljakarta/json/bind/",
          "Lcom/google/gson/",
          "Lcom/squareup/moshi/",
          "Ljakarta/xml/bind/");

  private final ClassFiles classes;

  /** Classes that annotations name, such as subtypes and serialisers; internal names. */
  private final Set<String> named = new TreeSet<>();

  private final Set<String> told = new TreeSet<>();

  JsonAnnotations(ClassFiles classes) {
    this.classes = classes;
  }

  /** Adds those of one element. The same on a component and its field is told once. */
  JsonAnnotations add(@Nullable List<AnnotationNode> annotations) {
    if (annotations != null) {
      for (AnnotationNode annotation : annotations) {
        if (matters(annotation.desc)) {
          told.add(text(annotation));
        }
      }
    }
    return this;
  }

  /** All of them, each behind a space. */
  String text() {
    return told.stream().map(text -> " " + text).collect(Collectors.joining());
  }

  boolean isEmpty() {
    return told.isEmpty();
  }

  Set<String> classes() {
    return named;
  }

  /** Those of the known libraries, and those of the project that are made of such. */
  private boolean matters(String descriptor) {
    return LIBRARIES.stream().anyMatch(descriptor::startsWith)
        || classes
            .own(Type.getType(descriptor).getInternalName())
            .map(own -> own.visibleAnnotations)
            .filter(above ->
                above.stream().anyMatch(a -> LIBRARIES.stream().anyMatch(a.desc::startsWith)))
            .isPresent();
  }

  private String text(AnnotationNode annotation) {
    String name = SourceNames.type(Type.getType(annotation.desc).getInternalName());
    List<String> values = new ArrayList<>();
    if (annotation.values != null) {
      for (int i = 0; i < annotation.values.size(); i += 2) {
        values.add(annotation.values.get(i) + "=" + value(annotation.values.get(i + 1)));
      }
    }
    values.sort(null);
    String arguments = values.isEmpty() ? "" : "(" + String.join(", ", values) + ")";
    String own =
        classes
            .own(Type.getType(annotation.desc).getInternalName())
            .map(type -> new JsonAnnotations(classes).add(type.visibleAnnotations).text())
            .orElse("");
    return "@" + name.substring(name.lastIndexOf('.') + 1) + arguments + own;
  }

  private String value(Object value) {
    return switch (value) {
      case String text -> Literals.quoted(text);
      case Type type -> {
        if (type.getSort() == Type.OBJECT) {
          named.add(type.getInternalName());
        }
        yield Signatures.source(type.getDescriptor());
      }
      case String[] constant -> constant[1];
      case AnnotationNode nested -> text(nested);
      case List<?> list ->
          list.stream().map(this::value).collect(Collectors.joining(", ", "{", "}"));
      default -> value.toString();
    };
  }
}
