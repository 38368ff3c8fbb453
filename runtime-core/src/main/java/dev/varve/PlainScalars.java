package dev.varve;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The short way for strings, whole numbers and booleans, most of what small steps exchange. Takes
 * only what is beyond doubt and leaves the rest, malformed text included, to Jackson.
 */
final class PlainScalars {
  /** As many digits fit an int whatever they are. */
  private static final int SAFE_INT_DIGITS = 9;

  /** As many digits fit a long whatever they are. */
  private static final int SAFE_LONG_DIGITS = 18;

  private PlainScalars() {}

  static @Nullable String write(Object value) {
    return switch (value) {
      case String text -> isPlain(text, 0, text.length()) ? '"' + text + '"' : null;
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> null;
    };
  }

  static @Nullable Object read(String json, Type type) {
    if (type == String.class) {
      int end = json.length() - 1;
      return end > 0 && json.charAt(0) == '"' && json.charAt(end) == '"' && isPlain(json, 1, end)
          ? json.substring(1, end)
          : null;
    }
    if (type == Integer.class || type == int.class) {
      return isWhole(json, SAFE_INT_DIGITS) ? Integer.valueOf(json) : null;
    }
    if (type == Long.class || type == long.class) {
      return isWhole(json, SAFE_LONG_DIGITS) ? Long.valueOf(json) : null;
    }
    if (type == Boolean.class || type == boolean.class) {
      return flag(json);
    }
    return null;
  }

  private static @Nullable Boolean flag(String json) {
    return switch (json) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /** Whether the text is the same inside and outside of JSON quotes. */
  private static boolean isPlain(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(String json, int digits) {
    int first = json.startsWith("-") ? 1 : 0;
    int count = json.length() - first;
    if (count == 0 || count > digits || (json.charAt(first) == '0' && json.length() > 1)) {
      return false;
    }
    for (int i = first; i < json.length(); i++) {
      if (json.charAt(i) < '0' || json.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
