package dev.varve.versioning.bump;

import dev.varve.FunctionKind;
import dev.varve.FunctionName;

/** A function that gets a new version: {@code from} stays as it is. */
public record CopiedFunction(FunctionKind kind, FunctionName from, FunctionName to) {
  @Override
  public String toString() {
    return kind.word() + " " + from + " -> " + to;
  }
}
