package dev.varve.versioning.lock;

import java.util.Comparator;

/**
 * One part of the code of a function, as a line of the lock file shows it.
 *
 * @param kind what it is
 * @param name where it is in the code, in the words of the source
 * @param value what it is like: a digest and the constants in it, or the types of a payload
 */
public record Part(Kind kind, String name, String value) implements Comparable<Part> {
  private static final Comparator<Part> ORDER =
      Comparator.comparing(Part::kind).thenComparing(Part::name).thenComparing(Part::value);

  /** What a part can be. */
  public enum Kind {
    /** The method, lambda or constructor that is the function. */
    CODE("code"),
    /** Another method of the project that it may run. */
    HELPER("helper"),
    /** A static field that never changes, with the code that computes it. */
    CONSTANT("constant"),
    /** Another field, with the code that gives it its first value. */
    FIELD("field"),
    /** What a class does when it is first used. */
    INITIALISER("initialiser"),
    /** The constants of an enum, where their order can matter. */
    ENUM("enum"),
    /** A type that becomes JSON, or one property of it. */
    PAYLOAD("payload");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The kind as the lock file writes it. */
    public String word() {
      return word;
    }
  }

  @Override
  public int compareTo(Part other) {
    return ORDER.compare(this, other);
  }

  /** The line of the part. */
  @Override
  public String toString() {
    return kind.word() + " " + name + " = " + value;
  }
}
