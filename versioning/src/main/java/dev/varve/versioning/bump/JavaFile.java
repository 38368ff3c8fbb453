package dev.varve.versioning.bump;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Java file with its tree and the units in it. */
final class JavaFile {
  private final SourceFile source;
  private final JavaText text;
  private final CompilationUnitTree tree;
  private final SourcePositions positions;
  private final List<Unit> units = new ArrayList<>();

  JavaFile(SourceFile source, CompilationUnitTree tree, Trees trees) {
    this.source = source;
    this.text = new JavaText(source.text());
    this.tree = tree;
    this.positions = trees.getSourcePositions();
  }

  SourceFile source() {
    return source;
  }

  JavaText text() {
    return text;
  }

  CompilationUnitTree tree() {
    return tree;
  }

  String packageName() {
    return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
  }

  /** The name without {@code .java}. */
  String stem() {
    String name = source.path().getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }

  int start(Tree of) {
    return (int) positions.getStartPosition(tree, of);
  }

  int end(Tree of) {
    return (int) positions.getEndPosition(tree, of);
  }

  Span span(Tree of) {
    return new Span(start(of), end(of));
  }

  /** Whether a text stands there; a tree may hold names that the compiler made up. */
  boolean says(String words, int at) {
    return at >= 0 && source.text().startsWith(words, at);
  }

  String part(Span span) {
    return source.text().substring(span.start(), span.end());
  }

  void add(Unit unit) {
    units.add(unit);
  }

  List<Unit> units() {
    return units;
  }

  /** The innermost unit around an offset, or null. */
  @Nullable Unit unitAt(int offset) {
    Unit innermost = null;
    for (Unit unit : units) {
      if (unit.span().contains(offset)
          && (innermost == null || unit.span().length() < innermost.span().length())) {
        innermost = unit;
      }
    }
    return innermost;
  }

  /** Tells every unit what it stands in. */
  void nest() {
    for (Unit unit : units) {
      Unit around = null;
      for (Unit other : units) {
        if (other != unit
            && other.span().contains(unit.span())
            && (around == null || other.span().length() < around.span().length())) {
          around = other;
        }
      }
      unit.setParent(around);
    }
  }
}
