package dev.varve.versioning.router;

import java.util.List;
import java.util.Map;

/**
 * A request to an app, in the words of HTTP and without its classes.
 *
 * @param method such as {@code POST}
 * @param path begins with a slash; escaped, without query
 * @param query without question mark, escaped; empty if there is none
 * @param headers names as they came; without those that belong to one connection
 * @param body not copied; nobody changes it
 * @param repeatable whether sending it twice has the effect of sending it once: a read, or a start
 *     with an id that is kept
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are passed on and never compared
public record AppRequest(
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    byte[] body,
    boolean repeatable) {
  private static final byte[] NOTHING = {};

  /**
   * @throws IllegalArgumentException if the path does not begin with one slash
   */
  public AppRequest {
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("a path begins with one slash");
    }
    headers = Map.copyOf(headers);
  }

  /** A read without headers. */
  public static AppRequest get(String path) {
    return new AppRequest("GET", path, "", Map.of(), NOTHING, true);
  }
}
