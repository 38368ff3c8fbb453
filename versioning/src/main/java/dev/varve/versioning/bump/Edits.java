package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of one text at offsets of the original. What they do not name stays as it is. */
final class Edits {
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, String text) {}

  /** Replaces a part; saying the same twice is saying it once. */
  void replace(int start, int end, String text) {
    Edit edit = new Edit(start, end, text);
    if (!edits.contains(edit)) {
      edits.add(edit);
    }
  }

  /** Inserts a text; what is inserted at one place stands in the order of the calls. */
  void insert(int at, String text) {
    edits.add(new Edit(at, at, text));
  }

  /**
   * A part of the original with the changes in it.
   *
   * @throws IllegalStateException if two changes overlap
   */
  String apply(String original, int from, int to) {
    List<Edit> ordered = new ArrayList<>(edits);
    ordered.sort(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end));
    StringBuilder out = new StringBuilder();
    int done = from;
    for (Edit edit : ordered) {
      if (edit.start < done) {
        throw new IllegalStateException("two changes overlap at offset " + edit.start);
      }
      out.append(original, done, edit.start).append(edit.text);
      done = edit.end;
    }
    return out.append(original, done, to).toString();
  }
}
