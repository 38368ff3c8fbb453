package dev.varve.versioning.bump;

import java.util.List;

/**
 * An import.
 *
 * @param statement the whole statement
 * @param word its last name
 * @param targets the class, or all static members of that name; empty if it is not of the tree
 */
record Import(JavaFile file, Span statement, Span word, boolean isStatic, List<Unit> targets) {}
