package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several texts in one column, each with its length in front: {@code 3:one5:three}. */
final class TextList {
  private TextList() {}

  static String write(Iterable<String> texts) {
    StringBuilder out = new StringBuilder();
    for (String text : texts) {
      out.append(text.length()).append(':').append(text);
    }
    return out.toString();
  }

  static List<String> read(String stored) {
    List<String> texts = new ArrayList<>();
    int at = 0;
    while (at < stored.length()) {
      int colon = stored.indexOf(':', at);
      int end = colon < 0 ? -1 : colon + 1 + length(stored, at, colon);
      if (end < 0 || end > stored.length()) {
        throw damaged(stored, at);
      }
      texts.add(stored.substring(colon + 1, end));
      at = end;
    }
    return texts;
  }

  static String writeMap(Map<String, ?> map) {
    List<String> texts = new ArrayList<>(map.size() * 2);
    map.forEach((key, value) -> {
      texts.add(key);
      texts.add(value.toString());
    });
    return write(texts);
  }

  static Map<String, String> readMap(String stored) {
    List<String> texts = read(stored);
    if (texts.size() % 2 != 0) {
      throw damaged(stored, stored.length());
    }
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i += 2) {
      map.put(texts.get(i), texts.get(i + 1));
    }
    return map;
  }

  private static int length(String stored, int from, int to) {
    try {
      return Integer.parseUnsignedInt(stored, from, to, 10);
    } catch (NumberFormatException e) {
      throw damaged(stored, from);
    }
  }

  private static StorageException damaged(String stored, int at) {
    return new StorageException(
        "a stored list of "
            + stored.length()
            + " characters is damaged at "
            + at
            + "; restore the database from a copy",
        null);
  }
}
