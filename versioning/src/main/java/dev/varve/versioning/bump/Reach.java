package dev.varve.versioning.bump;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Follows the uses of units. */
final class Reach {
  private Reach() {}

  /** Where the code of a function begins. */
  static List<Unit> roots(Function function) {
    List<Unit> roots = new ArrayList<>(function.code());
    function.registrations().forEach(each -> roots.add(each.unit()));
    return roots;
  }

  /**
   * The roots, and every unit that one of these names, directly or not. What holds a named unit
   * counts as named itself.
   *
   * @param through which units are looked at; others are left out
   */
  static Set<Unit> named(CodeModel model, Collection<Unit> roots, Predicate<Unit> through) {
    Set<Unit> reached = new LinkedHashSet<>(roots);
    Deque<Unit> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (Use use : model.usesIn(open.pop())) {
        for (@Nullable Unit at = use.target(); at != null; at = at.parent()) {
          if (use.isOutside(at) && through.test(at) && reached.add(at)) {
            open.add(at);
          }
        }
      }
    }
    return reached;
  }

  /** The roots, and what they may run. A class that is only named to find its member is not run. */
  static Set<Unit> run(CodeModel model, Collection<Unit> roots) {
    Set<Unit> reached = new LinkedHashSet<>(roots);
    Deque<Unit> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (Use use : model.usesIn(open.pop())) {
        if (!use.qualifier() && use.isOutside(use.target()) && reached.add(use.target())) {
          open.add(use.target());
        }
      }
    }
    return reached;
  }
}
