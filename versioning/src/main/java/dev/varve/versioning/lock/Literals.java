package dev.varve.versioning.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Constants as text that stays on its line. */
final class Literals {
  private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\S+");

  /** Longer strings are shown by their beginning. */
  private static final int SHOWN = 60;

  private Literals() {}

  /** The string between quotes, with everything escaped that would not show or end the line. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        default -> {
          boolean shows =
              c >= ' '
                  && c != 0x7f
                  && !Character.isSurrogate(c)
                  && Character.isDefined(c)
                  && !Character.isISOControl(c)
                  && Character.getType(c) != Character.FORMAT
                  && Character.getType(c) != Character.LINE_SEPARATOR
                  && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
          quoted.append(shows ? Character.toString(c) : String.format("\\u%04x", (int) c));
        }
      }
    }
    return quoted.append('"').toString();
  }

  /** What {@link #quoted} was given. */
  static String unquoted(String quoted) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++i);
      switch (escaped) {
        case 'n' -> text.append('\n');
        case 'u' -> {
          text.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }

  /** A literal as the lock file shows it: short, and different for different ones. */
  static String shown(String literal) {
    if (literal.length() <= SHOWN) {
      return literal;
    }
    String begin = unquoted(literal);
    int end = SHOWN / 2;
    return quoted(
        begin.substring(0, Math.min(end, begin.length())) + "...#" + Digests.of(literal, 4));
  }

  /** The words of a line: quoted ones, and what spaces divide. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
