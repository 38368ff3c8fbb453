package dev.varve.storage;

import dev.varve.Names;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page of instances ended, as the text of a continuation: the same for every store, since
 * pages over several hubs are put together of those of each.
 *
 * @param createdAt microseconds since the epoch
 */
public record PageKey(long createdAt, String instanceId) implements Comparable<PageKey> {
  private static final Pattern TEXT = Pattern.compile("(-?[0-9]{1,18}):(.+)", Pattern.DOTALL);
  private static final int MAX_QUOTED = 60;

  /** The continuation of the page. */
  public String text() {
    return createdAt + ":" + instanceId;
  }

  /**
   * Reads a continuation.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static PageKey parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      String quoted = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...";
      throw new IllegalArgumentException(
          "'"
              + Names.printable(quoted)
              + "' is not a continuation; pass the one of the page before, or none");
    }
    return new PageKey(Long.parseLong(parts.group(1)), parts.group(2));
  }

  @Override
  public int compareTo(PageKey other) {
    int byTime = Long.compare(createdAt, other.createdAt);
    return byTime != 0 ? byTime : instanceId.compareTo(other.instanceId);
  }
}
