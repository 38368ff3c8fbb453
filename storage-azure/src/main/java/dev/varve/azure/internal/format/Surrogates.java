package dev.varve.azure.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Texts with halves of surrogate pairs, which a column cannot hold. They are rare: only a converter
 * of the user's own writes them.
 */
final class Surrogates {
  private Surrogates() {}

  static boolean areBroken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isHalf(text, i)) {
        return true;
      }
      if (Character.isHighSurrogate(text.charAt(i))) {
        i++;
      }
    }
    return false;
  }

  /** Whether no other half stands with the character; called for no second half of a pair. */
  private static boolean isHalf(String text, int i) {
    char c = text.charAt(i);
    boolean paired =
        Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
    return Character.isSurrogate(c) && !paired;
  }

  /** Halves as a backslash with four digits, backslashes doubled. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (isHalf(text, i)) {
        out.append(String.format(Locale.ROOT, "\\%04x", (int) c));
      } else {
        out.append(c);
        if (Character.isHighSurrogate(c)) {
          out.append(text.charAt(++i));
        }
      }
    }
    return out.toString();
  }

  /** The text for people, a mark in the place of each half. */
  static String replaced(String text) {
    return areBroken(text)
        ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        : text;
  }

  /**
   * The text that was escaped.
   *
   * @throws IllegalArgumentException if it is not one that {@link #escape} wrote
   */
  static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        out.append(c);
      } else if (text.startsWith("\\", i + 1)) {
        out.append('\\');
        i++;
      } else if (i + 4 < text.length()) {
        out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        throw new IllegalArgumentException("it ends within an escape");
      }
    }
    return out.toString();
  }
}
