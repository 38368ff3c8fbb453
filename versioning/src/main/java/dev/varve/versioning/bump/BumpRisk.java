package dev.varve.versioning.bump;

/**
 * Something that a person must look at: the tool left it as it is, on purpose.
 *
 * @param where the file and line, or the function
 * @param message what it is and what to do, one line
 */
public record BumpRisk(Kind kind, String where, String message) {
  /** What is left to a person. */
  public enum Kind {
    /** Old and new code use the same helper or payload class; changing it changes both. */
    SHARED_CODE,
    /** The new version is registered with the very code of the old one. */
    SAME_CODE,
    /** A start from outside names a version, where the current one should be read. */
    EXPLICIT_START,
    /** Code or configuration that is not copied names the old version. */
    NAMED_ELSEWHERE,
    /** It could not be told what a name means. */
    UNRESOLVED,
    /** The old version is registered nowhere in the tree, so the new one is not either. */
    NOT_REGISTERED,
    /** A call by base name will not reach the new version of what it calls by the relative rule. */
    NOT_REACHED,
    /** The tree did not compile before, so the result was parsed only. */
    NOT_COMPILED
  }

  @Override
  public String toString() {
    return kind + " " + where + ": " + message;
  }
}
