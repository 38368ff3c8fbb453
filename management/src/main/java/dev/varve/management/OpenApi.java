package dev.varve.management;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document of an API, made of its routes: what is not in them is not in it, and back. */
final class OpenApi {
  private static final String KEY = "key";
  private static final String BEARER = "bearer";
  private static final Map<Integer, String> ANY_ROUTE =
      Map.of(
          400, "The request is wrong; the message says what to do.",
          403, "The caller may not do this, or not from there.",
          429, "Too many requests.",
          500, "The request could not be carried out.",
          503, "Too many requests at once.");

  private final String text;

  OpenApi(List<Route> routes, boolean authenticated) {
    ObjectNode root = JsonMapper.shared().createObjectNode().put("openapi", "3.1.0");
    root.putObject("info").put("title", "Varve management API").put("version", "v1");
    SortedMap<String, ObjectNode> paths = new TreeMap<>();
    for (Route route : routes) {
      add(paths, route, authenticated);
    }
    add(paths, routeOf(""), authenticated);
    root.putObject("paths").setAll(paths);
    components(root.putObject("components"), authenticated);
    this.text = root.toString();
  }

  Route route() {
    return routeOf(text);
  }

  private static Route routeOf(String document) {
    return Route.of(
            Route.Method.GET,
            ManagementApi.DOCUMENT,
            Role.READ,
            "The document of this API.",
            call -> ApiResponse.json(200, document))
        .answers(200, "This document.");
  }

  private static void add(SortedMap<String, ObjectNode> paths, Route route, boolean authenticated) {
    ObjectNode operation =
        paths
            .computeIfAbsent(
                route.template().openApi(), path -> JsonMapper.shared().createObjectNode())
            .putObject(route.method().name().toLowerCase(Locale.ROOT));
    operation.put("summary", route.summary());
    operation.put("x-varve-role", route.role().word());
    operation.put("x-varve-changes", route.changes());
    parameters(operation.putArray("parameters"), route);
    body(operation, route);
    ObjectNode responses = operation.putObject("responses");
    SortedMap<Integer, String> answers = new TreeMap<>(ANY_ROUTE);
    if (authenticated) {
      answers.put(401, "No valid key.");
    }
    if (route.body() != Route.Body.NONE) {
      answers.put(413, "The body is too large.");
    }
    answers.putAll(route.answers());
    answers.forEach((status, meaning) -> {
      ObjectNode answer = responses.putObject(status.toString()).put("description", meaning);
      if (status >= 400) {
        schema(answer).put("$ref", "#/components/schemas/Error");
      }
    });
    if (authenticated) {
      ArrayNode security = operation.putArray("security");
      security.addObject().putArray(KEY);
      security.addObject().putArray(BEARER);
    }
  }

  private static void parameters(ArrayNode parameters, Route route) {
    for (String name : route.template().names()) {
      parameters
          .addObject()
          .put("name", name)
          .put("in", "path")
          .put("required", true)
          .putObject("schema")
          .put("type", "string");
    }
    for (Parameter parameter : route.parameters()) {
      ObjectNode schema =
          parameters
              .addObject()
              .put("name", parameter.name())
              .put("in", "query")
              .put("description", parameter.description())
              .putObject("schema");
      switch (parameter.kind()) {
        case TEXT, WORDS -> schema.put("type", "string");
        case NUMBER -> schema.put("type", "integer");
        case FLAG -> schema.put("type", "boolean");
        case TIME -> schema.put("type", "string").put("format", "date-time");
      }
    }
  }

  private static void body(ObjectNode operation, Route route) {
    switch (route.body()) {
      case NONE -> {}
      case JSON ->
          operation
              .putObject("requestBody")
              .put("description", route.bodyText())
              .putObject("content")
              .putObject("application/json")
              .putObject("schema");
      case RAW ->
          operation
              .putObject("requestBody")
              .put("description", route.bodyText())
              .putObject("content")
              .putObject("*/*")
              .putObject("schema");
    }
  }

  private static void components(ObjectNode components, boolean authenticated) {
    ObjectNode error = components.putObject("schemas").putObject("Error");
    error.put("type", "object");
    error.putObject("properties").putObject("message").put("type", "string");
    error.putArray("required").add("message");
    if (authenticated) {
      ObjectNode schemes = components.putObject("securitySchemes");
      schemes
          .putObject(KEY)
          .put("type", "apiKey")
          .put("in", "header")
          .put("name", AccessKeys.HEADER);
      schemes.putObject(BEARER).put("type", "http").put("scheme", "bearer");
    }
  }

  private static ObjectNode schema(ObjectNode answer) {
    return answer.putObject("content").putObject("application/json").putObject("schema");
  }
}
