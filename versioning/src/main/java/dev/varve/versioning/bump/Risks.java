package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds what the copies leave to a person. */
final class Risks {
  private static final int SHOWN = 3;

  private final CodeModel model;
  private final CopySet copies;
  private final Map<Function, CopiedFunction> functions;
  private final Set<BumpRisk> found = new LinkedHashSet<>();

  private Risks(CodeModel model, CopySet copies, Map<Function, CopiedFunction> functions) {
    this.model = model;
    this.copies = copies;
    this.functions = functions;
  }

  static List<BumpRisk> of(
      CodeModel model, CopySet copies, Map<Function, CopiedFunction> functions, NameText texts) {
    Risks risks = new Risks(model, copies, functions);
    functions.forEach(risks::registration);
    risks.sharedCode();
    model.calls().forEach(risks::call);
    risks.namedElsewhere(texts);
    risks.unresolved();
    return List.copyOf(risks.found);
  }

  private void add(BumpRisk.Kind kind, String where, String message) {
    found.add(new BumpRisk(kind, where, message));
  }

  private void registration(Function function, CopiedFunction copy) {
    if (function.registrations().isEmpty()) {
      found.add(notRegistered(copy.from(), copy.to()));
    }
    for (Registration each : function.registrations()) {
      if (copies.topOf(each.unit()) == null) {
        add(
            BumpRisk.Kind.NOT_REGISTERED,
            each.unit().file().source().at(each.unit().span().start()),
            "the object of "
                + copy.from()
                + " is made elsewhere; register "
                + copy.to()
                + " yourself");
      } else if (hasOldCode(each)) {
        add(
            BumpRisk.Kind.SAME_CODE,
            each.unit().file().source().at(each.unit().span().start()),
            copy.to()
                + " is registered with the code of "
                + copy.from()
                + ", which could not be copied"
                + reason(each)
                + "; give it code of its own before you change anything");
      }
    }
  }

  static BumpRisk notRegistered(FunctionName function, FunctionName wanted) {
    return new BumpRisk(
        BumpRisk.Kind.NOT_REGISTERED,
        function.toString(),
        "no registration of it was found; register " + wanted + " yourself");
  }

  private boolean hasOldCode(Registration each) {
    if (each.code() != null) {
      return copies.topOf(model.unit(each.code())) == null;
    }
    return !each.inline()
        && model.usesIn(each.unit()).stream()
            .map(Use::target)
            .noneMatch(unit -> unit != each.unit() && isCopiedCode(unit));
  }

  private boolean isCopiedCode(Unit unit) {
    Unit top = copies.topOf(unit);
    return unit.kind() == Unit.Kind.FIELD ? top == unit : top != null;
  }

  private String reason(Registration each) {
    Unit unit = model.unit(each.code());
    return unit == null || unit.obstacle() == null ? "" : ": " + unit.obstacle();
  }

  /** What copied code names and does not take along. */
  private void sharedCode() {
    Map<Unit, Unit> shared = new LinkedHashMap<>();
    for (Use use : model.uses()) {
      Unit target = use.target();
      if (copies.topOf(use.from()) != null
          && copies.topOf(target) == null
          && target.kind() != Unit.Kind.LOCAL
          && target.kind() != Unit.Kind.REGISTRATION
          && !isFunction(target)
          && !isPlaceOfCopies(use)) {
        shared.putIfAbsent(widest(target, use), target);
      }
    }
    shared.keySet().forEach(this::shared);
  }

  /** A class around the place, or one that is named only to find what was copied inside it. */
  private boolean isPlaceOfCopies(Use use) {
    return !use.isOutside(use.target())
        || (use.qualifier() && copies.hasCopiesInside(use.target()));
  }

  /** The class rather than its members, unless it holds copies or the copied place itself. */
  private Unit widest(Unit target, Use use) {
    Unit widest = target;
    while (widest.parent() != null
        && use.isOutside(widest.parent())
        && !copies.hasCopiesInside(widest.parent())) {
      widest = widest.parent();
    }
    return widest;
  }

  private void shared(Unit unit) {
    List<String> places =
        copies.usesElsewhere(unit).stream()
            .map(use -> use.file().source().at(use.word().start()))
            .distinct()
            .toList();
    String others =
        places.stream().limit(SHOWN).collect(Collectors.joining(", "))
            + (places.size() > SHOWN ? " and " + (places.size() - SHOWN) + " more" : "");
    String why =
        places.isEmpty()
            ? (unit.obstacle() == null ? "" : ", since " + unit.obstacle())
            : ", since it is used elsewhere too (" + others + ")";
    add(
        BumpRisk.Kind.SHARED_CODE,
        unit.file().source().at(unit.span().start()),
        "'"
            + unit.qualifiedName()
            + "' was not copied"
            + why
            + "; a change to it changes the old version as well");
  }

  private boolean isFunction(Unit unit) {
    return model.functions().stream().anyMatch(function -> function.code().contains(unit));
  }

  private void call(Call call) {
    String where = call.file().source().at(call.span().start());
    Unit top = copies.topAt(call.file(), call.span().start());
    FunctionName name = call.function();
    if (name == null) {
      if (top != null) {
        add(
            BumpRisk.Kind.UNRESOLVED,
            where,
            "the name of the " + call.kind().word() + " is made at run time; see that it fits");
      }
      return;
    }
    CopiedFunction callee = copyOf(call.kind(), name.base());
    if (callee == null) {
      return;
    }
    if (top != null && name.equals(callee.from()) && !isFollowed(call, name)) {
      add(
          BumpRisk.Kind.UNRESOLVED,
          where,
          "the name " + name + " is put together here; write " + callee.to() + " into the copy");
    }
    if (call.start() && name.version() > 0) {
      add(
          BumpRisk.Kind.EXPLICIT_START,
          where,
          "the start names "
              + name
              + "; start '"
              + name.base()
              + "', so that the current version is read from the configuration");
    } else if (!call.start() && top != null && name.version() == 0) {
      reach(callee, copies.number(top), where);
    }
  }

  /** A name that stands in one piece is followed, and so is a copied class or constant. */
  private boolean isFollowed(Call call, FunctionName name) {
    return name.version() == 0
        || call.file().part(call.span()).contains(name.toString())
        || model.usesIn(call.file(), call.span()).stream()
            .anyMatch(use -> copies.topOf(use.target()) != null);
  }

  private @Nullable CopiedFunction copyOf(FunctionKind kind, String base) {
    return functions.values().stream()
        .filter(copy -> copy.kind() == kind && copy.to().base().equals(base))
        .findFirst()
        .orElse(null);
  }

  private void reach(CopiedFunction callee, int caller, String where) {
    if (callee.to().version() > caller) {
      add(
          BumpRisk.Kind.NOT_REACHED,
          where,
          "a call of '"
              + callee.to().base()
              + "' from version "
              + caller
              + " gets a version up to "
              + caller
              + " by the relative rule, not "
              + callee.to()
              + "; configure a current version for it, or copy all to one version");
    }
  }

  /** Code that stays and names an old version keeps it; that may or may not be meant. */
  private void namedElsewhere(NameText texts) {
    Set<String> told = new HashSet<>();
    found.stream()
        .filter(risk -> risk.kind() == BumpRisk.Kind.EXPLICIT_START)
        .forEach(risk -> told.add(risk.where()));
    for (Use use : model.uses()) {
      if (use.itself() && use.from() != null && copies.topOf(use.from()) == null) {
        functions.forEach((function, copy) -> {
          if (function.code().contains(use.target()) && use.target().kind() == Unit.Kind.TYPE) {
            elsewhere(use.file(), use.word().start(), copy.from().toString(), told);
          }
        });
      }
    }
    for (JavaFile file : model.files()) {
      String text = file.source().text();
      for (JavaText.Piece piece : file.text().pieces(0, text.length())) {
        if (piece.kind() == JavaText.Kind.STRING && copies.topAt(file, piece.start()) == null) {
          for (NameText.Match match :
              texts.matches(text, new Span(piece.start(), piece.end()), true)) {
            String name = text.substring(match.start(), match.end());
            elsewhere(file, match.start(), name, told);
          }
        }
      }
    }
  }

  private void elsewhere(JavaFile file, int at, String name, Set<String> told) {
    String where = file.source().at(at);
    if (told.add(where)) {
      add(
          BumpRisk.Kind.NAMED_ELSEWHERE,
          where,
          "'" + name + "' is named by code that was not copied; it keeps the old version");
    }
  }

  /** A name that might have been one of those that were copied. */
  private void unresolved() {
    Set<String> names = new HashSet<>();
    copies.tops().forEach(unit -> names.add(unit.name()));
    for (UseScanner.Unresolved each : model.unresolved()) {
      if (names.contains(each.name())) {
        add(
            BumpRisk.Kind.UNRESOLVED,
            each.file().source().at(each.at()),
            "'"
                + each.name()
                + "' could not be resolved and was left as it is; give the class path, or correct"
                + " it by hand");
      }
    }
  }
}
