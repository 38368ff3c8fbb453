package dev.varve.azure.internal.format;

import java.util.Locale;

/**
 * Texts with characters that a column cannot hold: halves of surrogate pairs, which only a
 * converter of the user's own writes, and the two separators of lines that the emulator stumbles
 * over. They are rare, so a text is escaped only if it has one.
 */
final class EscapedText {
  private static final char REPLACEMENT = '\ufffd';

  private EscapedText() {}

  /** Whether the text has such a character. */
  static boolean isNeeded(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isRefused(text, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRefused(String text, int i) {
    char c = text.charAt(i);
    if (c < '\u2028') {
      return false;
    }
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c == '\u2028' || c == '\u2029';
  }

  /** Each such character as a backslash with four digits, backslashes doubled. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (isRefused(text, i)) {
        out.append(String.format(Locale.ROOT, "\\%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** The text for people, a mark in the place of each such character. */
  static String replaced(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (isRefused(text, i)) {
        out.setCharAt(i, REPLACEMENT);
      }
    }
    return out.toString();
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
