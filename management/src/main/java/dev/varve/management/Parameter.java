package dev.varve.management;

/**
 * A parameter of the query.
 *
 * @param name as it is written, case included
 * @param kind what its text means
 * @param description one sentence, for the API's document
 */
public record Parameter(String name, Kind kind, String description) {
  /** What a text means. */
  public enum Kind {
    /** Any text. */
    TEXT,
    /** A whole number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    FLAG,
    /** A point in time in ISO 8601 with an offset, such as {@code 2026-11-01T00:00:00Z}. */
    TIME,
    /** Several words, with commas between them. */
    WORDS
  }
}
