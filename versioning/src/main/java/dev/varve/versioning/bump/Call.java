package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import org.jspecify.annotations.Nullable;

/**
 * A call of, or a start of, a function.
 *
 * @param function what is called; without a version if by base name; null if the name is made at
 *     run time
 * @param start whether it is a start from outside
 */
record Call(
    FunctionKind kind, @Nullable FunctionName function, boolean start, JavaFile file, Span span) {}
