package dev.varve.samples.router;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Orders and pays over HTTP, and knows nothing of where the app runs. */
final class Customer {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI router;

  Customer(URI router) {
    this.router = router;
  }

  /** Orders with the id as the item, in whatever version is current. */
  HttpResponse<String> order(String id) {
    return send("POST", orders(id), '"' + id + '"');
  }

  /** Orders as a client that was made for a version. */
  HttpResponse<String> order(String id, String version) {
    return send("POST", orders(id), '"' + id + '"', "Varve-App-Version", version);
  }

  private static String orders(String id) {
    return "/apps/shop/runtime/webhooks/durabletask/orchestrators/Order/" + id;
  }

  /** Pays an order by the link that came with its start. */
  int pay(HttpResponse<String> started) {
    String link = json(started).get("sendEventPostUri").asString();
    return send("POST", link.replace("{eventName}", "Paid"), "\"card\"").statusCode();
  }

  /** What an order came to, by the link that came with its start. */
  HttpResponse<String> status(HttpResponse<String> started) {
    return send("GET", json(started).get("statusQueryGetUri").asString(), "");
  }

  /** Sends a request; the path may be a link. */
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(router.resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
