package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;
import java.util.List;

/**
 * One version of a function in the source tree.
 *
 * @param registrations where it is registered; several if several programs are in the tree
 * @param code the classes and methods of the tree that are its code; empty if the code is written
 *     in the registration, or elsewhere
 */
record Function(
    FunctionKind kind, FunctionName name, List<Registration> registrations, List<Unit> code) {}
