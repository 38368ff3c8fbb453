package dev.varve.versioning.bump;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An import.
 *
 * @param statement the whole statement
 * @param word its last name
 * @param owner for a static import the class whose members it imports, for others the class around
 *     a nested one; null if that is not of the tree
 * @param targets the class, or all static members of that name; empty if it is not of the tree
 */
record Import(
    JavaFile file,
    Span statement,
    Span word,
    boolean isStatic,
    @Nullable Unit owner,
    List<Unit> targets) {}
