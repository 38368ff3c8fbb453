package dev.varve;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The grammar of hub names, instance ids, event names, tags and other short texts, and the range of
 * points in time: one place for every check.
 */
public final class Names {
  /** The longest instance id, in characters. */
  public static final int MAX_INSTANCE_ID_LENGTH = 256;

  /** The longest event name, in characters. */
  public static final int MAX_EVENT_NAME_LENGTH = 256;

  private static final Pattern HUB = Pattern.compile("[A-Za-z][A-Za-z0-9]{2,44}");

  /** The farthest point in time that every store can hold. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

  private Names() {}

  /**
   * Returns the hub name if it is 3 to 45 letters and digits starting with a letter.
   *
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static String requireHub(String hub) {
    if (!HUB.matcher(hub).matches()) {
      throw new IllegalArgumentException(
          "'"
              + printable(hub)
              + "' is not a hub name: use 3 to 45 letters and digits, a letter"
              + " first");
    }
    return hub;
  }

  /**
   * Returns the instance id if it has 1 to 256 characters and no control characters.
   *
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static String requireInstanceId(String instanceId) {
    return requireText("instance id", instanceId, MAX_INSTANCE_ID_LENGTH);
  }

  /**
   * Returns the event name if it has 1 to 256 characters and no control characters.
   *
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static String requireEventName(String name) {
    return requireText("event name", name, MAX_EVENT_NAME_LENGTH);
  }

  /**
   * Returns the point in time if it lies in the years 0 to 9999.
   *
   * @param what names it, for the message
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static Instant requireTime(String what, Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException(
          "the " + what + " " + time + " is out of range; use " + EARLIEST + " to " + LATEST);
    }
    return time;
  }

  /**
   * Returns the text if it has 1 to a given number of characters, none of them a control character.
   *
   * @param what names it, for the message
   * @throws IllegalArgumentException otherwise, naming the value
   */
  public static String requireText(String what, String text, int longest) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException(
          "the " + what + " is empty; give 1 to " + longest + " characters");
    }
    if (text.length() > longest) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " '"
              + printable(text.substring(0, 40))
              + "...' has "
              + text.length()
              + " characters; at most "
              + longest
              + " are allowed");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the " + what + " '" + printable(text) + "' has a control character; remove it");
    }
    if (!wellFormed(text)) {
      throw new IllegalArgumentException(
          "the "
              + what
              + " '"
              + printable(text)
              + "' has half of a surrogate pair; give well-formed Unicode");
    }
    return text;
  }

  static boolean wellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /** The text with control characters escaped, so that a message or log line cannot be forged. */
  public static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF)) {
            out.append(String.format("\\u%04x", c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }
}
