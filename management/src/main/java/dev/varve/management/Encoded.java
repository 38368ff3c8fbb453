package dev.varve.management;

import dev.varve.Names;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoded text of a request, read strictly: what is not well formed is refused. */
final class Encoded {
  private Encoded() {}

  /**
   * A path, cut at its slashes, still encoded.
   *
   * @throws RequestRefusedException if it could mean another path to somebody else
   */
  static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw refused("the path '" + Names.printable(path) + "' does not begin with a slash");
    }
    List<String> segments = List.of(path.substring(1).split("/", -1));
    for (String segment : segments) {
      String decoded = decode("the path", segment, false);
      if (decoded.equals(".") || decoded.equals("..")) {
        throw refused("the path has the part '" + segment + "'; give a path without such parts");
      }
    }
    return segments;
  }

  /**
   * The parameters of a query, in order.
   *
   * @throws RequestRefusedException if it is not well formed
   */
  static Map<String, List<String>> query(String query) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return found;
    }
    for (String pair : query.split("&", -1)) {
      int equal = pair.indexOf('=');
      String name = decode("the query", equal < 0 ? pair : pair.substring(0, equal), true);
      String value = equal < 0 ? "" : decode("the query", pair.substring(equal + 1), true);
      found.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return found;
  }

  /**
   * The text.
   *
   * @param plus whether a plus sign stands for a blank
   */
  static String decode(String where, String text, boolean plus) {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.put((byte) octet(where, text, i));
        i += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes.put((byte) (plus && c == '+' ? ' ' : c));
      } else {
        throw refused(
            where + " has the character '" + Names.printable(String.valueOf(c)) + "'; encode it");
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes.flip())
          .toString();
    } catch (CharacterCodingException e) {
      throw refused(where + " part '" + Names.printable(text) + "' is not UTF-8");
    }
  }

  private static int octet(String where, String text, int at) {
    int high = at + 1 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw refused(
          where + " part '" + Names.printable(text) + "' has a % without two hexadecimal digits");
    }
    return high * 16 + low;
  }

  /** A text as one part of a path or query. */
  static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if ((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "-_.~".indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static RequestRefusedException refused(String message) {
    return new RequestRefusedException(400, message);
  }
}
