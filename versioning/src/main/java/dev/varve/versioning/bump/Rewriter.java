package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the copies: new files, and siblings behind the originals in files that stay. */
final class Rewriter {
  private final CodeModel model;
  private final CopySet copies;
  private final Map<Unit, String> names;
  private final NameText texts;
  private final Map<JavaFile, Map<Span, String>> nameArguments = new HashMap<>();
  private final List<BumpRisk> risks = new ArrayList<>();

  Rewriter(
      CodeModel model,
      CopySet copies,
      Map<Unit, String> names,
      NameText texts,
      Map<Function, CopiedFunction> functions) {
    this.model = model;
    this.copies = copies;
    this.names = names;
    this.texts = texts;
    functions.forEach(
        (function, copy) -> function.registrations().forEach(r -> nameAnew(r, copy.to())));
  }

  /** Names that stand in copied strings and could not be understood; known after the changes. */
  List<BumpRisk> risks() {
    return risks;
  }

  /** All changes of Java files. */
  List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    for (JavaFile file : model.files()) {
      List<Unit> tops = copies.tops().stream().filter(unit -> unit.file() == file).toList();
      List<Unit> types = file.units().stream().filter(Unit::isTopLevel).toList();
      List<Unit> copied = tops.stream().filter(Unit::isTopLevel).toList();
      if (!copied.isEmpty() && copied.size() == types.size()) {
        changes.add(wholeFile(file, types));
      } else {
        copied.forEach(type -> changes.add(ownFile(file, type, types)));
      }
      List<Unit> siblings = tops.stream().filter(unit -> !unit.isTopLevel()).toList();
      if (!siblings.isEmpty()) {
        changes.add(new Change(file.source().path(), file.source(), withSiblings(file, siblings)));
      }
    }
    return changes;
  }

  private Change wholeFile(JavaFile file, List<Unit> types) {
    Unit first =
        types.stream().filter(t -> t.name().equals(file.stem())).findFirst().orElse(types.get(0));
    Span all = new Span(0, file.source().text().length());
    return new Change(path(first), file.source(), copied(file, all, true));
  }

  private Change ownFile(JavaFile file, Unit type, List<Unit> types) {
    int header = types.stream().mapToInt(Rewriter::begin).min().orElse(0);
    String text =
        copied(file, new Span(0, header), true)
            + copied(file, new Span(begin(type), type.span().end()), true)
            + file.source().newline(type.span().end());
    return new Change(path(type), file.source(), text);
  }

  private Path path(Unit type) {
    return type.file().source().path().resolveSibling(names.get(type) + ".java");
  }

  private static int begin(Unit unit) {
    return switch (unit.kind()) {
      case TYPE, METHOD, FIELD -> unit.file().text().withComments(unit.span().start());
      // What stands above a statement is more often about those that follow than about this one.
      case LOCAL, REGISTRATION -> unit.span().start();
    };
  }

  private String withSiblings(JavaFile file, List<Unit> siblings) {
    Edits edits = new Edits();
    addImports(file, siblings, edits);
    siblings.forEach(unit -> addSibling(file, unit, edits));
    String text = file.source().text();
    return edits.apply(text, 0, text.length());
  }

  private void addSibling(JavaFile file, Unit unit, Edits edits) {
    int begin = begin(unit);
    int end = unit.span().end();
    String copy = copied(file, new Span(begin, end), false);
    String newline = file.source().newline(end);
    Optional<String> indentation = file.text().indentation(begin);
    boolean spaced = unit.kind() == Unit.Kind.TYPE || unit.kind() == Unit.Kind.METHOD;
    if (indentation.isPresent() && file.text().endsLine(end)) {
      String gap = spaced ? newline + newline : newline;
      edits.insert(file.text().lineEnd(end), gap + indentation.get() + copy);
    } else if (unit.isStatement()) {
      edits.insert(end, " " + copy);
    } else {
      edits.insert(end, indentation.map(blanks -> newline + blanks).orElse("") + copy);
    }
  }

  /** An import of the copy beside the import of the original, where a sibling needs it. */
  private void addImports(JavaFile file, List<Unit> siblings, Edits edits) {
    Set<Unit> needed = new LinkedHashSet<>();
    for (Unit sibling : siblings) {
      model.usesIn(file, new Span(begin(sibling), sibling.span().end())).stream()
          .filter(Use::imported)
          .forEach(use -> needed.add(use.target()));
    }
    for (Import each : model.imports(file)) {
      each.targets().stream()
          .filter(target -> needed.contains(target) && copies.topOf(target) == target)
          .findFirst()
          .ifPresent(target -> addImport(each, names.get(target), edits));
    }
  }

  private static void addImport(Import original, @Nullable String name, Edits edits) {
    JavaFile file = original.file();
    int end = original.statement().end();
    Span before = new Span(original.statement().start(), original.word().start());
    Span behind = new Span(original.word().end(), end);
    String copy = file.part(before) + name + file.part(behind);
    boolean ownLine = file.text().endsLine(end);
    edits.insert(
        ownLine ? file.text().lineEnd(end) : end,
        (ownLine ? file.source().newline(end) : " ") + copy);
  }

  /** A part of a file as its copy has it. */
  private String copied(JavaFile file, Span part, boolean newFile) {
    Edits edits = new Edits();
    for (Unit unit : file.units()) {
      String name = names.get(unit);
      if (name != null && part.contains(unit.nameAt())) {
        edits.replace(unit.nameAt(), unit.nameAt() + unit.name().length(), name);
      }
    }
    model.usesIn(file, part).forEach(use -> follow(use, newFile, edits));
    if (newFile) {
      model.imports(file).stream()
          .filter(each -> part.contains(each.statement()))
          .forEach(each -> follow(each, edits));
    }
    followTexts(file, part, edits);
    argumentsIn(file)
        .forEach((argument, name) -> {
          if (part.contains(argument)) {
            edits.replace(argument.start(), argument.end(), name);
          }
        });
    return edits.apply(file.source().text(), part.start(), part.end());
  }

  private void follow(Use use, boolean newFile, Edits edits) {
    Unit top = copies.topOf(use.target());
    if (top == null || isInNameArgument(use.file(), use.word())) {
      return;
    }
    String name = names.get(top);
    if (top == use.target() && use.itself()) {
      edits.replace(use.word().start(), use.word().end(), Objects.requireNonNull(name));
    } else if (use.imported() && !newFile) {
      // The import stays with the original, so the copy is named in full.
      String part = use.target().qualifiedName().substring(top.qualifiedName().length());
      String word = use.itself() ? "" : "." + use.file().part(use.word());
      edits.replace(use.word().start(), use.word().end(), newQualifiedName(top) + part + word);
    }
  }

  private String newQualifiedName(Unit top) {
    String own = top.qualifiedName();
    return own.substring(0, own.length() - top.name().length()) + names.get(top);
  }

  private void follow(Import each, Edits edits) {
    for (Unit target : each.targets()) {
      if (copies.topOf(target) == target && each.isStatic()) {
        addImport(each, names.get(target), edits);
        return;
      }
      if (copies.topOf(target) == target) {
        edits.replace(
            each.word().start(), each.word().end(), Objects.requireNonNull(names.get(target)));
      }
    }
  }

  private void followTexts(JavaFile file, Span part, Edits edits) {
    for (JavaText.Piece piece : file.text().pieces(part.start(), part.end())) {
      Span span = new Span(piece.start(), piece.end());
      boolean string = piece.kind() == JavaText.Kind.STRING;
      if (piece.kind() == JavaText.Kind.CHARACTER || isInNameArgument(file, span)) {
        continue;
      }
      for (NameText.Match match : texts.matches(file.source().text(), span, string)) {
        if (match.replacement() != null) {
          edits.replace(match.start(), match.end(), match.replacement());
        } else if (string) {
          risks.add(
              new BumpRisk(
                  BumpRisk.Kind.UNRESOLVED,
                  file.source().at(match.start()),
                  "'"
                      + file.part(new Span(match.start(), match.end()))
                      + "' may name a copied function; the copy has it unchanged, correct it there"
                      + " if needed"));
        }
      }
    }
  }

  /** Arguments that become a literal, since following the names in them would not do. */
  private Map<Span, String> argumentsIn(JavaFile file) {
    return nameArguments.getOrDefault(file, Map.of());
  }

  private boolean isInNameArgument(JavaFile file, Span span) {
    return argumentsIn(file).keySet().stream().anyMatch(argument -> argument.contains(span));
  }

  private void nameAnew(Registration registration, FunctionName to) {
    Span argument = registration.nameAt();
    JavaFile file = registration.unit().file();
    if (argument != null && !followsByItself(file, argument, registration.function())) {
      nameArguments.computeIfAbsent(file, f -> new HashMap<>()).put(argument, "\"" + to + "\"");
    }
  }

  /** A literal with the full name does, and a constant that is copied and has such a literal. */
  private boolean followsByItself(JavaFile file, Span argument, FunctionName old) {
    if (old.version() == 0) {
      return false;
    }
    String literal = '"' + old.toString() + '"';
    return file.part(argument).equals(literal)
        || model.usesIn(file, argument).stream()
            .map(Use::target)
            .anyMatch(unit ->
                unit.kind() == Unit.Kind.FIELD
                    && copies.topOf(unit) != null
                    && unit.file().part(unit.span()).contains(literal));
  }
}
