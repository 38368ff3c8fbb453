package dev.varve.management.router;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a router over HTTP. */
final class HttpCaller {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI router;

  HttpCaller(int port) {
    this.router = URI.create("http://127.0.0.1:" + port);
  }

  /**
   * Sends a request.
   *
   * @param headers names and values in turn
   */
  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException {
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Posts to the app in a version. */
  HttpResponse<String> post(String version, String path) throws IOException {
    return send("POST", "/apps/shop" + path, "", "Varve-App-Version", version);
  }

  HttpResponse<String> deploy(String version) throws IOException {
    return send("POST", "/varve/v1/router/deploy", change(version));
  }

  HttpResponse<String> remove(String version) throws IOException {
    return send("POST", "/varve/v1/router/remove", change(version));
  }

  private static String change(String version) {
    return "{\"app\":\"shop\",\"version\":\"%s\",\"reason\":\"a test\"}".formatted(version);
  }

  HttpResponse<String> list() throws IOException {
    return send("GET", "/varve/v1/router/apps", "");
  }

  /** The state of each app, such as {@code shop/1.0 1.0.1 RUNNING current}. */
  String apps() throws IOException {
    StringBuilder text = new StringBuilder();
    for (JsonNode app : json(list()).get("apps")) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(app.get("key").asString())
          .append(' ')
          .append(app.get("version").asString())
          .append(' ')
          .append(app.get("state").asString())
          .append(app.get("current").asBoolean() ? " current" : "");
    }
    return text.toString();
  }

  static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }
}
