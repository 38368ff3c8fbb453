package dev.varve.management.router;

import dev.varve.management.ApiCall;
import dev.varve.management.ApiRequest;
import dev.varve.management.ApiResponse;
import dev.varve.management.ManagementApi;
import dev.varve.management.hub.HubRoutes;
import dev.varve.storage.Storage;
import dev.varve.versioning.router.Owner;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers for apps that were closed, from the hub that each has left in the store. */
final class ClosedApps {
  private static final String CONTENT_TYPE = "Content-Type";

  private final Storage storage;

  ClosedApps(Storage storage) {
    this.storage = storage;
  }

  /**
   * The answer of the hub, with the rights of the caller.
   *
   * @param base where the caller reaches the app, for links
   * @param path as the app would see it, still encoded
   */
  ApiResponse answer(Owner owner, ApiCall call, URI base, String path) {
    ApiRequest request = call.request();
    Map<String, List<String>> headers = new HashMap<>();
    headers.put("Host", List.of(base.getAuthority()));
    request.header(CONTENT_TYPE).ifPresent(type -> headers.put(CONTENT_TYPE, List.of(type)));
    try (HubRoutes hub = HubRoutes.on(storage).hub(owner.hub()).build()) {
      return ManagementApi.builder()
          .routes(hub)
          .publicUri(base)
          .authenticator(inner -> Optional.of(call.caller()))
          .build()
          .handle(
              new ApiRequest(
                  request.method(),
                  path + withoutHub(request.query()),
                  headers,
                  request.body(),
                  request.client()));
    }
  }

  /** Which hub it is was decided by the instance. */
  private static String withoutHub(String query) {
    String rest =
        Arrays.stream(query.split("&"))
            .filter(part -> !part.isEmpty())
            .filter(part -> !part.startsWith("taskHub=") && !part.startsWith("connection="))
            .collect(Collectors.joining("&"));
    return rest.isEmpty() ? "" : "?" + rest;
  }
}
