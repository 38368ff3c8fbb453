package dev.varve.versioning.bump;

import org.jspecify.annotations.Nullable;

/**
 * A place where code names a unit, or something inside it that is no unit of its own.
 *
 * @param target the innermost unit that holds what is named
 * @param itself whether the word is the target's own name, and not that of a part of it
 * @param word where the name stands
 * @param from the innermost unit around the place; null in imports
 * @param imported whether an import makes the name known: nothing stands before it, and it is no
 *     member of a class around the place
 * @param qualifier whether it is a class that is named only to find a member
 */
record Use(
    Unit target,
    boolean itself,
    JavaFile file,
    Span word,
    @Nullable Unit from,
    boolean imported,
    boolean qualifier) {
  /** Whether it stands outside of a unit. */
  boolean isOutside(Unit unit) {
    return !unit.contains(file, word.start());
  }
}
