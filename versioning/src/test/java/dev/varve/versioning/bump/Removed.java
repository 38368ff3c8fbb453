package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares a file before and after: copying adds lines and takes none away. Only the semicolon that
 * ends a chain of calls may stand behind an added link.
 */
final class Removed {
  private Removed() {}

  /** What is left of a text when another one has ended, if it is found in that with gaps. */
  static String text(String before, String after) {
    int found = 0;
    for (int at = 0; at < after.length() && found < before.length(); at++) {
      found += after.charAt(at) == before.charAt(found) ? 1 : 0;
    }
    return before.substring(found);
  }

  /** Lines of a text, line breaks included, that another one does not have in the same order. */
  static List<String> lines(String before, String after) {
    List<String> missing = new ArrayList<>();
    List<String> rest = new ArrayList<>(List.of(after.split("(?<=\n)")));
    for (String line : before.split("(?<=\n)")) {
      int whole = rest.indexOf(line);
      int at = whole < 0 ? rest.indexOf(line.replaceFirst(";(?=\\r?\\n$)", "")) : whole;
      if (at < 0) {
        missing.add(line);
      } else {
        rest = rest.subList(at + 1, rest.size());
      }
    }
    return missing;
  }
}
