package dev.varve.versioning.bump;

import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A part of the code that can be copied on its own: as a file, or as a sibling behind the original.
 * Two units are the same only if they are one object.
 */
final class Unit {
  enum Kind {
    /** A top-level or nested class, record, enum or interface. */
    TYPE,
    METHOD,
    FIELD,
    /** A local variable declared by a statement of its own. */
    LOCAL,
    /** A call that registers a function, either a statement or a link of a chain of calls. */
    REGISTRATION
  }

  private final Kind kind;
  private final JavaFile file;
  private final Span span;
  private final String name;
  private final int nameAt;
  private final @Nullable Element element;
  private final boolean statement;
  private @Nullable Unit parent;
  private @Nullable String obstacle;

  private Unit(
      Kind kind,
      JavaFile file,
      Span span,
      String name,
      int nameAt,
      @Nullable Element element,
      boolean statement) {
    this.kind = kind;
    this.file = file;
    this.span = span;
    this.name = name;
    this.nameAt = nameAt;
    this.element = element;
    this.statement = statement;
  }

  static Unit declaration(
      Kind kind, JavaFile file, Span span, String name, int nameAt, Element element) {
    return new Unit(kind, file, span, name, nameAt, element, true);
  }

  static Unit registration(JavaFile file, Span span, boolean statement) {
    return new Unit(Kind.REGISTRATION, file, span, "", -1, null, statement);
  }

  Kind kind() {
    return kind;
  }

  JavaFile file() {
    return file;
  }

  /** Where it stands, without the comments above it. */
  Span span() {
    return span;
  }

  /** Its simple name; empty for a registration. */
  String name() {
    return name;
  }

  /** Where its declaration says the name; -1 for a registration. */
  int nameAt() {
    return nameAt;
  }

  /** What the compiler knows it as; null for a registration. */
  @Nullable Element element() {
    return element;
  }

  /** Whether a copy stands on lines of its own; false for a link of a chain. */
  boolean isStatement() {
    return statement;
  }

  /** The innermost unit around it, or null. */
  @Nullable Unit parent() {
    return parent;
  }

  void setParent(@Nullable Unit around) {
    this.parent = around;
  }

  /** Why it cannot be copied on its own, or null. */
  @Nullable String obstacle() {
    return obstacle;
  }

  /** The first one said stays. */
  void setObstacle(String why) {
    if (obstacle == null) {
      obstacle = why;
    }
  }

  boolean contains(JavaFile other, int offset) {
    return file == other && span.contains(offset);
  }

  boolean isTopLevel() {
    return kind == Kind.TYPE && parent == null;
  }

  /** The name with package and enclosing classes; that of the declaration alone for locals. */
  String qualifiedName() {
    if (parent == null) {
      return file.packageName().isEmpty() ? name : file.packageName() + "." + name;
    }
    return kind == Kind.LOCAL ? name : parent.qualifiedName() + "." + name;
  }

  /** The name of a class as the runtime knows it, with dollars before nested ones. */
  String binaryName() {
    return parent == null || parent.kind != Kind.TYPE
        ? qualifiedName()
        : parent.binaryName() + "$" + name;
  }

  @Override
  public String toString() {
    return kind + " " + name + " at " + file.source().at(span.start());
  }
}
