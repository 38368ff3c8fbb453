package dev.varve.management;

import java.util.Map;
import java.util.TreeMap;

/** A request is answered by a status other than success. The message goes to the caller. */
public final class RequestRefusedException extends RuntimeException {
  private final int status;
  private final transient Map<String, String> headers;

  /**
   * @param status 400 to 599
   * @param message what is wrong with which value, and what to do
   */
  public RequestRefusedException(int status, String message) {
    this(status, message, Map.of());
  }

  private RequestRefusedException(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is no refusal; use 400 to 599");
    }
    this.status = status;
    this.headers = headers;
  }

  /** The same with a header for the answer. */
  public RequestRefusedException withHeader(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new RequestRefusedException(status, text(), more);
  }

  /** The same with a hint when to try again. */
  public RequestRefusedException retryAfter(int seconds) {
    return withHeader("Retry-After", Integer.toString(seconds));
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }

  String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }

  Map<String, String> headers() {
    return headers;
  }
}
