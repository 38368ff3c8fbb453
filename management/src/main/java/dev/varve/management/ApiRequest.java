package dev.varve.management;

import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request, as it came.
 *
 * @param method in capitals
 * @param target path and query as they were sent, still encoded; begins with a slash
 * @param headers by name, whose case does not matter
 * @param body the bytes; the array is not to be changed
 * @param client the address that the request came from
 */
public record ApiRequest(
    String method,
    String target,
    Map<String, List<String>> headers,
    byte[] body,
    InetAddress client) {
  public ApiRequest {
    Map<String, List<String>> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach((name, values) -> anyCase.merge(name, List.copyOf(values), ApiRequest::both));
    headers = Collections.unmodifiableMap(anyCase);
  }

  private static List<String> both(List<String> first, List<String> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }

  /**
   * The value of a header.
   *
   * @throws RequestRefusedException if it was sent more than once
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new RequestRefusedException(
          400, "the header " + name + " was sent " + values.size() + " times; send it once");
    }
    return values.stream().findFirst();
  }

  /** The path, still encoded. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The query behind the question mark, still encoded; empty if there is none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  /** Without the headers and the body, which may hold secrets. */
  @Override
  public String toString() {
    return method + " " + dev.varve.Names.printable(path()) + " (" + body.length + " bytes)";
  }
}
