package dev.varve.management.router;

import dev.varve.management.ApiRequest;
import dev.varve.versioning.router.AppResponse;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which headers go through the router. What belongs to one connection ends at its end, and so do
 * the caller's credentials: they are for the router, and an app must not learn them. Who passed a
 * request on is said by the router alone, never by what the caller claims.
 */
final class PassedHeaders {
  /** Of one connection only, and what is said anew for the next one. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> CREDENTIALS = Set.of("authorization", "x-functions-key");

  private static final String FORWARDED = "forwarded";
  private static final String X_FORWARDED = "x-forwarded-";

  private PassedHeaders() {}

  /**
   * Those that an app gets.
   *
   * @param base where the caller reaches this app, for the links that the app makes
   */
  static Map<String, List<String>> toApp(ApiRequest request, URI base) {
    Map<String, List<String>> passed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> named = named(request.headers());
    request
        .headers()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OF_THE_CONNECTION.contains(lower)
              && !named.contains(lower)
              && !CREDENTIALS.contains(lower)
              && !lower.equals(FORWARDED)
              && !lower.startsWith(X_FORWARDED)) {
            passed.put(name, values);
          }
        });
    passed.put("X-Forwarded-Proto", List.of(base.getScheme()));
    passed.put("X-Forwarded-Host", List.of(base.getAuthority()));
    if (!base.getPath().isEmpty()) {
      passed.put("X-Forwarded-Prefix", List.of(base.getPath()));
    }
    passed.put("X-Forwarded-For", List.of(request.client().getHostAddress()));
    return passed;
  }

  /** Those that the caller gets. What could be taken for two headers is left out. */
  static Map<String, List<String>> toCaller(AppResponse response) {
    Map<String, List<String>> passed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Set<String> named = named(response.headers());
    response
        .headers()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OF_THE_CONNECTION.contains(lower) && !named.contains(lower)) {
            List<String> printable = values.stream().filter(PassedHeaders::isPrintable).toList();
            if (!printable.isEmpty()) {
              passed.put(name, printable);
            }
          }
        });
    return passed;
  }

  /** Headers that the sender declares to be of the connection. */
  private static Set<String> named(Map<String, List<String>> headers) {
    List<String> named = new ArrayList<>();
    headers.forEach((name, values) -> {
      if (name.equalsIgnoreCase("connection")) {
        values.stream().flatMap(PassedHeaders::words).forEach(named::add);
      }
    });
    return Set.copyOf(named);
  }

  private static Stream<String> words(String value) {
    return Arrays.stream(value.toLowerCase(Locale.ROOT).split(",")).map(String::strip);
  }

  private static boolean isPrintable(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
