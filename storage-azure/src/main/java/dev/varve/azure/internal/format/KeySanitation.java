package dev.varve.azure.internal.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids as keys of a table, which may not hold every character. */
public final class KeySanitation {
  private static final char MARK = '^';

  /** No escape begins so: see {@link #escape}. */
  private static final String HASHED = "^~";

  private static final int CONTROL = 0xC0;

  /** A key has room for 512 characters, which an escaped id alone may fill. */
  private static final int LONGEST_PART = 200;

  private KeySanitation() {}

  /** The text as a key. Different texts have different keys. */
  public static String escape(String text) {
    StringBuilder key = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char code = code(c);
      if (code != 0 && key == null) {
        key = new StringBuilder(text.length() + 8).append(text, 0, i);
      }
      if (key != null) {
        if (code != 0) {
          key.append(MARK).append(code);
        } else {
          key.append(c);
        }
      }
    }
    return key == null ? text : key.toString();
  }

  /** What stands behind the mark for a character, or 0 if it stands for itself. */
  private static char code(char c) {
    return switch (c) {
      case MARK -> MARK;
      case '/' -> '0';
      case '\\' -> '1';
      case '#' -> '2';
      case '?' -> '3';
      default -> c <= 0x1F || (c >= 0x7F && c <= 0x9F) ? (char) (c + CONTROL) : 0;
    };
  }

  /**
   * The text that has this key.
   *
   * @throws IllegalArgumentException if it is the key of none
   */
  public static String unescape(String key) {
    StringBuilder text = new StringBuilder(key.length());
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == MARK) {
        i++;
        text.append(i < key.length() ? character(key, key.charAt(i)) : refused(key));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  private static char character(String key, char code) {
    return switch (code) {
      case MARK -> MARK;
      case '0' -> '/';
      case '1' -> '\\';
      case '2' -> '#';
      case '3' -> '?';
      default -> {
        char control = (char) (code - CONTROL);
        if (code < CONTROL || code(control) != code) {
          refused(key);
        }
        yield control;
      }
    };
  }

  private static char refused(String key) {
    throw new IllegalArgumentException(
        "'" + key + "' is not the key of an instance: '^' stands in front of no known character");
  }

  /**
   * An id as one part of a key. One that is too long for that is represented by its digest, so the
   * id itself has to stand in a column.
   */
  public static String indexKey(String id) {
    String key = escape(id);
    return key.length() <= LONGEST_PART ? key : HASHED + digest(id);
  }

  private static String digest(String id) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
