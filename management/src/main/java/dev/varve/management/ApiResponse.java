package dev.varve.management;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * An answer. Immutable, but for the array, which is not to be changed.
 *
 * @param status 200 to 599
 * @param headers by name, whose case does not matter; values are printable ASCII
 * @param body the bytes
 */
public record ApiResponse(int status, Map<String, List<String>> headers, byte[] body) {
  private static final String CONTENT_TYPE = "Content-Type";

  /**
   * @throws IllegalArgumentException if the status is out of range, or a header could be taken for
   *     two
   */
  public ApiResponse {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is no answer; use 200 to 599");
    }
    Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> anyCase.put(requireName(name), List.copyOf(values)));
    anyCase.values().forEach(values -> values.forEach(ApiResponse::requireValue));
    headers = Collections.unmodifiableMap(anyCase);
  }

  /** An answer without a body. */
  public static ApiResponse empty(int status) {
    return new ApiResponse(status, Map.of(), new byte[0]);
  }

  /** An answer in JSON. */
  public static ApiResponse json(int status, JsonNode body) {
    return json(status, body.toString());
  }

  /**
   * An answer in JSON.
   *
   * @param body one JSON value
   */
  public static ApiResponse json(int status, String body) {
    return new ApiResponse(
        status,
        Map.of(CONTENT_TYPE, List.of("application/json; charset=utf-8")),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with a header, in place of one of that name. */
  public ApiResponse withHeader(String name, String value) {
    Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, List.of(value));
    return new ApiResponse(status, more, body);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The same, with what is safe for a browser where the answer says nothing of its own. */
  ApiResponse withDefaults(Map<String, String> defaults) {
    Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    defaults.forEach((name, value) -> more.put(name, new ArrayList<>(List.of(value))));
    more.putAll(headers);
    return new ApiResponse(status, more, body);
  }

  private static String requireName(String name) {
    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new IllegalArgumentException(
          "'" + dev.varve.Names.printable(name) + "' is not the name of a header");
    }
    return name;
  }

  private static void requireValue(String value) {
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "the header value '"
              + dev.varve.Names.printable(value)
              + "' is not printable ASCII; encode it");
    }
  }

  /** Without the body, which may hold secrets. */
  @Override
  public String toString() {
    return status + " (" + body.length + " bytes)";
  }
}
