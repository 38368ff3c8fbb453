package dev.varve.management;

import dev.varve.Names;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps web pages of others from using this API through a browser of somebody who may. What a page
 * can send without asking first is refused by its origin or its content type; a name that was made
 * to point here is refused by the list of hosts. Programs that send no origin are let through.
 */
final class BrowserCheck {
  private final Set<String> hosts;
  private final Set<String> origins;

  /**
   * @param hosts names this API is reached by, without ports
   * @param origins of pages that may change things, besides those of this API itself
   */
  BrowserCheck(Set<String> hosts, Set<String> origins) {
    this.hosts = hosts;
    this.origins = origins;
  }

  /** The host and port that was asked for. */
  String requireHost(ApiRequest request) {
    String host =
        request
            .header("Host")
            .orElseThrow(() -> new RequestRefusedException(400, "the header Host is missing"));
    if (!host.matches("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\\[[0-9A-Fa-f:.]{2,45}](:[0-9]{1,5})?")
        || !hosts.contains(nameOf(host))) {
      throw new RequestRefusedException(
          403,
          "this API does not answer for the host '"
              + Names.printable(host)
              + "'; use one of "
              + hosts.stream().sorted().toList()
              + ", or allow that one where the API is built");
    }
    return host;
  }

  private static String nameOf(String host) {
    int port = host.lastIndexOf(':');
    boolean hasPort = port > host.lastIndexOf(']') && port >= 0;
    return (hasPort ? host.substring(0, port) : host).toLowerCase(Locale.ROOT);
  }

  /** Refuses what a page of another origin sent. */
  void requireOwnOrigin(ApiRequest request, String baseUri) {
    Optional<String> origin = request.header("Origin");
    if (origin.isPresent()
        && !origin.get().equalsIgnoreCase(baseUri)
        && !origins.contains(origin.get())) {
      throw new RequestRefusedException(
          403, "pages of '" + Names.printable(origin.get()) + "' may not change anything here");
    }
    Optional<String> site = request.header("Sec-Fetch-Site");
    if (origin.isEmpty()
        && site.isPresent()
        && !site.get().equals("same-origin")
        && !site.get().equals("none")) {
      throw new RequestRefusedException(
          403, "a page of another site (" + Names.printable(site.get()) + ") sent this");
    }
  }

  /** Refuses bodies that are not said to be JSON, which is what forms of other pages can send. */
  static void requireJson(ApiRequest request) {
    Optional<String> type = request.header("Content-Type");
    if (type.isEmpty() && request.body().length == 0) {
      return;
    }
    if (!type.orElse("").matches("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?")) {
      throw new RequestRefusedException(
          400,
          "the content type is '"
              + Names.printable(type.orElse(""))
              + "'; send JSON in UTF-8 as application/json");
    }
    if (!request.header("Content-Encoding").orElse("identity").equalsIgnoreCase("identity")) {
      throw new RequestRefusedException(400, "the body is encoded; send it as it is");
    }
  }
}
