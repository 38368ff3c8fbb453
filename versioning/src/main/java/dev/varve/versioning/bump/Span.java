package dev.varve.versioning.bump;

/** A part of a text: from {@code start} up to, and without, {@code end}. */
record Span(int start, int end) {
  boolean contains(int offset) {
    return start <= offset && offset < end;
  }

  boolean contains(Span other) {
    return start <= other.start && other.end <= end;
  }

  int length() {
    return end - start;
  }
}
