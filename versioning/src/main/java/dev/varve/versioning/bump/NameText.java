package dev.varve.versioning.bump;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names in texts that the compiler does not look into: strings, comments and configuration keys. A
 * name counts as a whole only: {@code Order_v1} is neither in {@code Order_v10} nor in {@code
 * PreOrder_v1}, and {@code Item_v1} is not in {@code Order.Item_v1} if that is a function.
 *
 * @param renamed names of functions, and of classes with and without package, to what they become
 * @param keys configuration keys that name a version, to their siblings
 * @param functions the names among {@code renamed} that are those of functions
 * @param whole names that mean something else although a renamed one is a part of them
 */
record NameText(
    Map<String, String> renamed,
    Map<String, String> keys,
    Set<String> functions,
    Set<String> whole) {
  /**
   * A name in a text.
   *
   * @param replacement what it becomes, or null if it cannot be told what it means
   */
  record Match(int start, int end, @Nullable String replacement) {}

  /**
   * The names in a part of a text.
   *
   * @param escapes whether a backslash begins an escape, as in string literals
   */
  List<Match> matches(String text, Span part, boolean escapes) {
    List<Match> found = new ArrayList<>();
    int at = part.start();
    while (at < part.end()) {
      if (escapes && text.charAt(at) == '\\') {
        at += 2;
      } else if (isPart(text, at)) {
        int end = at;
        while (end < part.end() && (isPart(text, end) || text.charAt(end) == '.')) {
          end++;
        }
        add(found, text.substring(at, end), at);
        at = end;
      } else {
        at++;
      }
    }
    return found;
  }

  private static boolean isPart(String text, int at) {
    boolean second = at > 0 && Character.isLowSurrogate(text.charAt(at));
    return Character.isJavaIdentifierPart(text.codePointAt(second ? at - 1 : at));
  }

  private void add(List<Match> found, String run, int at) {
    if (keys.containsKey(run)) {
      found.add(new Match(at, at + run.length(), keys.get(run)));
      return;
    }
    for (int end = run.length(); end > 0; end = boundary(run, end)) {
      String name = run.substring(0, end);
      if (renamed.containsKey(name)) {
        found.add(new Match(at, at + end, renamed.get(name)));
        return;
      }
      if (whole.contains(name)) {
        return;
      }
    }
    for (int dot = run.indexOf('.'); dot >= 0; dot = run.indexOf('.', dot + 1)) {
      if (beginsWithFunction(run.substring(dot + 1))) {
        found.add(new Match(at, at + run.length(), null));
        return;
      }
    }
  }

  /** The last dot, or dollar as in names of nested classes, before an offset; or -1. */
  private static int boundary(String run, int before) {
    return Math.max(run.lastIndexOf('.', before - 1), run.lastIndexOf('$', before - 1));
  }

  private boolean beginsWithFunction(String run) {
    for (int end = run.length(); end > 0; end = boundary(run, end)) {
      if (functions.contains(run.substring(0, end))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a configuration key becomes; the same if it names no copied version. In a key, other words
   * may stand before the name, behind dots: {@code retries.Order_v1.max}.
   */
  String key(String key) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < key.length()) {
      int end = functionEnd(key, at);
      if (end > at) {
        String name = key.substring(at, end);
        out.append(functions.contains(name) ? renamed.getOrDefault(name, name) : name);
        at = end;
      } else {
        out.append(key.charAt(at));
        at++;
      }
    }
    return out.toString();
  }

  /** Where the longest known name that begins here ends, or -1. */
  private int functionEnd(String key, int at) {
    if (at > 0 && isPart(key, at - 1)) {
      return -1;
    }
    for (int end = key.length(); end > at; end--) {
      boolean bounded = end == key.length() || !isPart(key, end);
      String name = key.substring(at, end);
      if (bounded && (functions.contains(name) || whole.contains(name))) {
        return end;
      }
    }
    return -1;
  }
}
