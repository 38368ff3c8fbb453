package dev.varve.versioning.router;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * What an app answers.
 *
 * @param status of HTTP
 * @param headers without those that belong to one connection
 * @param body not copied; nobody changes it
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are passed on and never compared
public record AppResponse(int status, Map<String, List<String>> headers, byte[] body) {
  public AppResponse {
    headers = Map.copyOf(headers);
  }

  /** A response without headers. */
  public static AppResponse of(int status, String text) {
    return new AppResponse(status, Map.of(), text.getBytes(UTF_8));
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, UTF_8);
  }
}
