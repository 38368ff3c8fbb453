package dev.varve;

/** What a registered function is. Versions are kept per kind and base name. */
public enum FunctionKind {
  /** Deterministic code that is replayed from history. */
  ORCHESTRATOR("orchestrator"),
  /** Ordinary code that runs at least once and whose result is recorded. */
  ACTIVITY("activity");

  private final String word;

  FunctionKind(String word) {
    this.word = word;
  }

  /** The kind in lower case, for messages and stored text. */
  public String word() {
    return word;
  }
}
