package dev.varve.jdbc;

/**
 * A column of a statement that writes many rows.
 *
 * @param name its name in the table
 */
record Column(String name, Type type) {
  /** What a column holds; enumerations and truth values are small numbers. */
  enum Type {
    NUMBER,
    SMALL_NUMBER,
    TEXT,
    BYTES
  }

  static Column number(String name) {
    return new Column(name, Type.NUMBER);
  }

  static Column small(String name) {
    return new Column(name, Type.SMALL_NUMBER);
  }

  static Column text(String name) {
    return new Column(name, Type.TEXT);
  }

  static Column bytes(String name) {
    return new Column(name, Type.BYTES);
  }
}
