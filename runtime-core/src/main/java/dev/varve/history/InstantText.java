package dev.varve.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Instants as ISO text: readable in the store, and of any range. Timers are frequent and the JDK's
 * parser is slower than the rest of an event, so the usual form, years 0000 to 9999, is read here.
 */
final class InstantText {
  private static final int SECONDS_LENGTH = 19;
  private static final int DAY_SECONDS = 86_400;

  private InstantText() {}

  /**
   * Reads what {@link Instant#toString()} writes, and nothing else.
   *
   * @throws java.time.DateTimeException if the text is anything else
   */
  static Instant parse(String text) {
    boolean usual = text.length() > SECONDS_LENGTH && isDigit(text.charAt(0));
    Instant instant = usual ? usual(text) : Instant.parse(text);
    if (!usual && !instant.toString().equals(text)) {
      throw refused(text);
    }
    return instant;
  }

  private static Instant usual(String text) {
    expect(text, 4, '-');
    expect(text, 7, '-');
    expect(text, 10, 'T');
    expect(text, 13, ':');
    expect(text, 16, ':');
    long day =
        LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
    int hour = atMost(23, text, 11);
    int minute = atMost(59, text, 14);
    int second = atMost(59, text, 17);
    return Instant.ofEpochSecond(
        day * DAY_SECONDS + hour * 3_600 + minute * 60 + second, nanos(text));
  }

  /** Nothing, or a dot and three, six or nine digits, as few as hold the value. */
  private static int nanos(String text) {
    int end = text.length() - 1;
    expect(text, end, 'Z');
    if (end == SECONDS_LENGTH) {
      return 0;
    }
    expect(text, SECONDS_LENGTH, '.');
    int from = SECONDS_LENGTH + 1;
    int value = number(text, from, end);
    boolean shortest =
        switch (end - from) {
          case 3 -> value != 0;
          case 6, 9 -> value % 1_000 != 0;
          default -> false;
        };
    if (!shortest) {
      throw refused(text);
    }
    return switch (end - from) {
      case 3 -> value * 1_000_000;
      case 6 -> value * 1_000;
      default -> value;
    };
  }

  private static int atMost(int most, String text, int from) {
    int value = number(text, from, from + 2);
    if (value > most) {
      throw refused(text);
    }
    return value;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        throw refused(text);
      }
      value = value * 10 + (text.charAt(i) - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static void expect(String text, int at, char expected) {
    if (text.charAt(at) != expected) {
      throw refused(text);
    }
  }

  private static DateTimeParseException refused(String text) {
    return new DateTimeParseException("not as Instant writes it", text, 0);
  }
}
