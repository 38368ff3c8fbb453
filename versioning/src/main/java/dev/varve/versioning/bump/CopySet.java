package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/**
 * Which units are copied.
 *
 * <p>Copied in any case: the code of the functions, their registrations, constants that hold their
 * full names, and starters that carry the old version in their own name. Besides these, the largest
 * set of units that copied code names and that nobody else uses: a unit leaves it as soon as a use
 * is found outside, which may push out others, until nothing changes. Recursion stays inside.
 */
final class CopySet {
  private final CodeModel model;
  private final Map<Unit, Integer> roots = new LinkedHashMap<>();
  private final Map<String, FunctionName> renamed = new HashMap<>();
  private final Map<Unit, Integer> numbers = new HashMap<>();
  private Set<Unit> copied;

  private CopySet(CodeModel model, Map<Function, CopiedFunction> copies) {
    this.model = model;
    copies.forEach(this::addRoots);
    copies.values().forEach(this::addStarters);
    this.copied = largest();
    // Each one that goes may take a variable along that another one needs.
    while (leaveOutRegistrationsOfOldObjects(copies.keySet())) {
      this.copied = largest();
    }
    number();
  }

  static CopySet of(CodeModel model, Map<Function, CopiedFunction> copies) {
    return new CopySet(model, copies);
  }

  private void addRoots(Function function, CopiedFunction copy) {
    if (copy.from().version() > 0) {
      renamed.put(copy.from().toString(), copy.to());
    }
    for (Unit root : Reach.roots(function)) {
      boolean own = root.kind() == Unit.Kind.REGISTRATION || root.kind() == Unit.Kind.TYPE;
      if (own || root.obstacle() == null) {
        roots.merge(root, copy.to().version(), Math::max);
      }
    }
  }

  /** A class or method that starts the function and carries the old version in its name. */
  private void addStarters(CopiedFunction copy) {
    String suffix = "_v" + copy.from().version();
    for (Call call : model.calls()) {
      FunctionName started = call.function();
      if (!call.start() || started == null || !started.base().equals(copy.from().base())) {
        continue;
      }
      Unit starter = null;
      for (Unit at = call.file().unitAt(call.span().start()); at != null; at = at.parent()) {
        boolean carries = at.name().toLowerCase(Locale.ROOT).endsWith(suffix);
        starter = carries && at.obstacle() == null ? at : starter;
      }
      if (starter != null) {
        roots.merge(starter, copy.to().version(), Math::max);
      }
    }
  }

  /** A registration by class whose copy would register the very same class a second time. */
  private boolean leaveOutRegistrationsOfOldObjects(Set<Function> functions) {
    return functions.stream()
        .flatMap(function -> function.registrations().stream())
        .filter(each -> each.nameAt() == null && !namesCopied(each.unit(), copied))
        .map(each -> roots.remove(each.unit()) != null)
        .reduce(false, Boolean::logicalOr);
  }

  private Set<Unit> largest() {
    Set<Unit> set =
        Reach.named(model, roots.keySet(), unit -> unit.obstacle() == null || isRoot(unit));
    boolean smaller = true;
    while (smaller) {
      Set<Unit> now = set;
      Set<Unit> kept = new LinkedHashSet<>(set);
      kept.removeIf(unit -> !isRoot(unit) && !belongs(unit, now));
      // What only such code names that has just left is not reached any more.
      set = Reach.named(model, roots.keySet(), kept::contains);
      smaller = set.size() < now.size();
    }
    return set;
  }

  private boolean belongs(Unit unit, Set<Unit> set) {
    return switch (unit.kind()) {
      case TYPE -> isUsedOnlyIn(unit, set) && aboveIsNotSealed(unit, set);
      case METHOD -> isUsedOnlyIn(unit, set);
      case FIELD ->
          carriesName(unit)
              || (isUsedOnlyIn(unit, set) && (isConstant(unit) || namesCopied(unit, set)));
      case LOCAL -> isUsedOnlyIn(unit, set) && namesCopied(unit, set);
      case REGISTRATION -> false;
    };
  }

  private boolean isUsedOnlyIn(Unit unit, Set<Unit> set) {
    return usesFromOutside(unit).stream().allMatch(use -> isIn(use, set));
  }

  /** Places outside of a unit that name it or a part of it; imports do not count. */
  private List<Use> usesFromOutside(Unit unit) {
    return model.usesOf(unit.file()).stream()
        .filter(use -> isWithin(use.target(), unit) && use.isOutside(unit))
        .filter(use -> use.from() != null)
        .toList();
  }

  private static boolean isWithin(Unit part, Unit whole) {
    for (Unit at = part; at != null; at = at.parent()) {
      if (at == whole) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(Use use, Set<Unit> set) {
    return around(use.from(), set) != null;
  }

  private static @Nullable Unit around(@Nullable Unit unit, Set<Unit> set) {
    Unit outermost = null;
    for (Unit at = unit; at != null; at = at.parent()) {
      outermost = set.contains(at) ? at : outermost;
    }
    return outermost;
  }

  /** A sealed type says who may extend it, so a copy of one that extends it needs a copy of it. */
  private boolean aboveIsNotSealed(Unit unit, Set<Unit> set) {
    return !(unit.element() instanceof TypeElement type)
        || SuperTypes.direct(type).stream()
            .filter(above -> above.getModifiers().contains(Modifier.SEALED))
            .map(model::unit)
            .allMatch(above -> above == null || around(above, set) != null);
  }

  /** Other fields are state: a second one would not be the same. */
  private static boolean isConstant(Unit field) {
    return field.element() != null
        && field.element().getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL));
  }

  private boolean namesCopied(Unit unit, Set<Unit> set) {
    return model.usesIn(unit).stream()
        .anyMatch(use -> !isWithin(use.target(), unit) && around(use.target(), set) != null);
  }

  private boolean carriesName(Unit field) {
    return field.element() instanceof VariableElement variable
        && variable.getConstantValue() instanceof String text
        && renamed.containsKey(text);
  }

  private boolean isRoot(Unit unit) {
    return roots.containsKey(unit);
  }

  /** A helper gets the highest number among the functions that use it. */
  private void number() {
    roots.forEach((root, number) ->
        Reach.named(model, Set.of(root), copied::contains)
            .forEach(unit -> numbers.merge(unit, number, Math::max)));
    roots.forEach(numbers::put);
  }

  /** Units that get a text of their own: those that are not part of another copied one. */
  List<Unit> tops() {
    return copied.stream().filter(unit -> topOf(unit) == unit).toList();
  }

  /** The outermost copied unit around a unit, itself included, or null. */
  @Nullable Unit topOf(@Nullable Unit unit) {
    return around(unit, copied);
  }

  /** The outermost copied unit around a place, or null. */
  @Nullable Unit topAt(JavaFile file, int offset) {
    return topOf(file.unitAt(offset));
  }

  /** The version that a copied unit belongs to. */
  int number(Unit unit) {
    return numbers.getOrDefault(unit, 1);
  }

  /** Full names of functions, from version 1 on, and what they become. */
  Map<String, FunctionName> renamed() {
    return Map.copyOf(renamed);
  }

  /** The places that keep a unit from being copied. */
  List<Use> usesElsewhere(Unit unit) {
    return usesFromOutside(unit).stream().filter(use -> !isIn(use, copied)).toList();
  }

  /** Whether any part of a unit is copied on its own. */
  boolean hasCopiesInside(Unit unit) {
    return copied.stream().anyMatch(each -> each != unit && isWithin(each, unit));
  }
}
