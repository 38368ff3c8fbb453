package dev.varve.versioning.bump;

import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What copies are called.
 *
 * <p>The class of a function is called as the function is. All else keeps its name and gets the
 * number: {@code Steps_v1} becomes {@code Steps_v2}, {@code CHARGE_V1} becomes {@code CHARGE_V2},
 * {@code chargeV1} becomes {@code chargeV2} if 1 is the version that is copied; a name without a
 * number gets one, {@code OrderInput_v2} and {@code TIMEOUT_V2}. If the name is taken, the next
 * free number is used; a helper's number says nothing more than that.
 */
final class Naming {
  private static final Pattern SUFFIX = Pattern.compile("(.+_[vV])([1-9][0-9]{0,8})");
  private static final Pattern CAMEL = Pattern.compile("(.*[a-z0-9]V|v)([1-9][0-9]{0,8})");

  private final Map<Unit, String> names = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private Naming(CodeModel model) {
    model.units().forEach(unit -> taken.add(unit.qualifiedName()));
  }

  /**
   * Names all copies.
   *
   * @throws BumpRefusedException if the name of a function's class is taken
   */
  static Map<Unit, String> of(
      CodeModel model, CopySet copies, Map<Function, CopiedFunction> functions) {
    Naming naming = new Naming(model);
    Set<Integer> old = new HashSet<>();
    functions.values().forEach(copy -> old.add(copy.from().version()));
    List<Unit> tops = copies.tops();
    functions.forEach((function, copy) ->
        function.code().stream()
            .filter(unit -> tops.contains(unit) && unit.name().equals(copy.from().toString()))
            .forEach(unit -> naming.nameFunction(unit, copy)));
    for (Unit top : tops) {
      if (top.kind() != Unit.Kind.REGISTRATION && !naming.names.containsKey(top)) {
        naming.names.put(top, naming.free(top, copies.number(top), old));
      }
    }
    return naming.names;
  }

  private void nameFunction(Unit unit, CopiedFunction copy) {
    String name = copy.to().toString();
    if (isTaken(unit, name)) {
      throw new BumpRefusedException(
          "'"
              + unit.file().source().path().resolveSibling(name + ".java")
              + "' or a class "
              + name
              + " is there already, but registers no function of that name; rename it, or give a"
              + " higher version");
    }
    keep(unit, name);
  }

  private String free(Unit unit, int number, Set<Integer> old) {
    for (int at = number; ; at++) {
      String name = numbered(unit, at, old);
      if (!name.equals(unit.name()) && !isTaken(unit, name)) {
        return keep(unit, name);
      }
    }
  }

  private String keep(Unit unit, String name) {
    taken.add(qualified(unit, name));
    names.put(unit, name);
    return name;
  }

  private static String numbered(Unit unit, int number, Set<Integer> old) {
    Matcher suffix = SUFFIX.matcher(unit.name());
    if (suffix.matches()) {
      return suffix.group(1) + Math.max(number, next(suffix.group(2)));
    }
    Matcher camel = CAMEL.matcher(unit.name());
    if (camel.matches() && old.contains(version(camel.group(2)))) {
      return camel.group(1) + Math.max(number, next(camel.group(2)));
    }
    boolean upper = unit.name().equals(unit.name().toUpperCase(Locale.ROOT));
    return unit.name() + (unit.kind() == Unit.Kind.FIELD && upper ? "_V" : "_v") + number;
  }

  private static int version(String digits) {
    return Integer.parseInt(digits);
  }

  private static int next(String digits) {
    return version(digits) + 1;
  }

  private boolean isTaken(Unit unit, String name) {
    return switch (unit.kind()) {
      case TYPE ->
          taken.contains(qualified(unit, name))
              || (unit.isTopLevel()
                  && Files.exists(unit.file().source().path().resolveSibling(name + ".java")));
      case METHOD, FIELD, LOCAL, REGISTRATION ->
          unit.file().text().identifier(name, 0, unit.file().source().text().length()) >= 0
              && !isOverload(unit, name);
    };
  }

  /** A copy of an overload may have the name that the copy of another one got. */
  private boolean isOverload(Unit unit, String name) {
    return unit.kind() == Unit.Kind.METHOD
        && names.entrySet().stream()
            .anyMatch(e -> e.getKey().parent() == unit.parent() && e.getValue().equals(name));
  }

  private static String qualified(Unit unit, String name) {
    String own = unit.qualifiedName();
    return own.substring(0, own.length() - unit.name().length()) + name;
  }
}
