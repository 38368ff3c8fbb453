package dev.varve.versioning.bump;

import dev.varve.FunctionName;
import java.util.Optional;

/** Names that may or may not be those of functions. */
final class FunctionNames {
  private FunctionNames() {}

  /** The name, if the text keeps to the grammar. */
  static Optional<FunctionName> parsed(String text) {
    try {
      return Optional.of(FunctionName.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
