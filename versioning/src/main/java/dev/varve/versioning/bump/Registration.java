package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A call that registers a function, or an adapter of it.
 *
 * @param unit what is copied for a new version
 * @param nameAt the argument that says the name, or null if a class does
 * @param code the class or method that is the function's code, or null if it is none that is named
 * @param inline whether the code is written right there, as a lambda
 */
record Registration(
    FunctionKind kind,
    FunctionName function,
    Unit unit,
    @Nullable Span nameAt,
    @Nullable Element code,
    boolean inline) {}
