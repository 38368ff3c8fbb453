package dev.varve.management;

import static dev.varve.management.TestApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every route with every method, every role and hostile shapes, made from the list of routes: a
 * subclass gives the routes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RouteTable {
  static final int MAX_BODY = 20_000;
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "X");

  private TestApi api;
  private TestApi readOnly;

  /** The routes with these settings. */
  abstract TestApi open(UnaryOperator<ManagementApi.Builder> settings);

  @BeforeAll
  void open() {
    api = open(with -> with.authenticator(TestApi.BY_WORD).maxBody(MAX_BODY));
    readOnly = open(with -> with.authenticator(TestApi.BY_WORD).readOnly());
  }

  @AfterAll
  void close() {
    api.close();
    readOnly.close();
  }

  TestApi api() {
    return api;
  }

  List<Route> routes() {
    return api.api.routes();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void SEC5_each_method_and_role_gets_what_the_table_says(Route route) {
    Set<String> here =
        routes().stream()
            .filter(other -> other.path().equals(route.path()))
            .map(other -> other.method().name())
            .collect(Collectors.toSet());
    for (String method : METHODS) {
      assertThat(api.send(method, path(route), "").status()).as(method).isEqualTo(401);
      for (Role role : Role.values()) {
        ApiResponse answer = api.send(method, path(route), "", "x-role", role.word());
        Optional<Route> meant =
            routes().stream()
                .filter(other -> other.path().equals(route.path()))
                .filter(other -> other.method().name().equals(method))
                .findFirst();
        if (meant.isEmpty()) {
          assertThat(answer.status()).as(method + " " + role).isEqualTo(405);
          assertThat(Set.of(answer.header("Allow").orElse("").split(", ")))
              .containsExactlyInAnyOrderElementsOf(here);
        } else if (!role.includes(meant.get().role())) {
          assertThat(answer.status()).as(method + " " + role).isEqualTo(403);
        } else {
          assertThat(answer.status()).as(method + " " + role).isIn(allowed(meant.get()));
        }
        assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
      }
    }
  }

  /** What it is sent goes to an app as it came. */
  private static boolean isForwarded(Route route) {
    return route.answers().containsKey(503);
  }

  /** What the route says it answers, and that the values in the request are wrong. */
  private static Set<Integer> allowed(Route route) {
    Set<Integer> allowed = new HashSet<>(route.answers().keySet());
    allowed.add(400);
    if (isForwarded(route)) {
      allowed.add(403); // what the path behind it asks for
    }
    return allowed;
  }

  @ParameterizedTest
  @MethodSource("routes")
  void SEC5_read_only_refuses_what_changes_and_nothing_else(Route route) {
    ApiResponse answer =
        readOnly.send(route.method().name(), path(route), "", "x-role", Role.ADMIN.word());

    if (route.changes()) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(TestApi.message(answer)).contains("read-only");
    } else {
      assertThat(answer.status()).isIn(allowed(route));
    }
    assertThat(readOnly.hub.records().auditLog(0, 10)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void SEC6_no_shape_of_a_path_changes_the_decision(Route route) {
    String method = route.method().name();
    for (String shape : shapes(path(route)).toList()) {
      assertThat(api.send(method, shape, "").status()).as(shape).isEqualTo(401);
      for (Role role : Role.values()) {
        ApiResponse answer = api.send(method, shape, "", "x-role", role.word());
        assertThat(answer.status()).as(shape).isLessThan(500);
        if (!role.includes(route.role())) {
          assertThat(answer.status()).as(shape + " " + role).isIn(400, 403, 404, 405);
        }
      }
      String other = method.equals("GET") ? "DELETE" : "GET";
      for (String header :
          List.of(
              "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL")) {
        ApiResponse plain = api.send(method, path(route), "", "x-role", "read");
        ApiResponse overridden = api.send(method, path(route), "", "x-role", "read", header, other);
        assertThat(overridden.status()).isEqualTo(plain.status());
      }
    }
  }

  /** Entities answer 501 and are shapes of nothing else. */
  private static Stream<String> shapes(String path) {
    int last = path.lastIndexOf('/');
    String first =
        path.substring(1, path.indexOf('/', 1) < 0 ? path.length() : path.indexOf('/', 1));
    return Stream.of(
            path + "/",
            path + "//",
            path + "/x/y/z",
            path + ";x",
            path + ";x=1/",
            path + "%2f",
            path + "%2F..%2f",
            path + "%00",
            path + "%0d%0aX:%20y",
            path + "%",
            path + "%zz",
            path + "%c0%af",
            path + "%ff",
            path + " ",
            path + "\u00e9",
            path + "\\",
            path + "/.",
            path + "/..",
            path + "/%2e%2e",
            path + "?_method=DELETE&method=POST&code=secret",
            path + ".json",
            path + "#x",
            "/" + path,
            "//" + first + path,
            path.substring(1),
            "/." + path,
            "/x/.." + path,
            "http://localhost" + path,
            path.toUpperCase(Locale.ROOT),
            path.substring(0, last) + "/" + path.substring(last),
            path.substring(0, last) + "/./" + path.substring(last + 1),
            path.substring(0, last) + "/../" + path.substring(last + 1),
            path.substring(0, last) + "%2f" + path.substring(last + 1),
            "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2))
        .filter(shape -> !shape.contains("/entities"));
  }

  @ParameterizedTest
  @MethodSource("routes")
  void SEC6_hostile_bodies_are_refused_and_never_a_failure(Route route) {
    String method = route.method().name();
    String[] admin = {"x-role", "admin"};
    List<String> bodies =
        List.of(
            "{",
            "{} {}",
            "\u0000",
            "[".repeat(5_000),
            "\"\\ud800",
            "1".repeat(5_000),
            "nul",
            "<xml/>",
            "\ufeff{}",
            "{\"confirm\":1,\"confirm\":2}",
            "{\"@class\":\"java.lang.Runtime\"}");
    for (String body : bodies) {
      ApiResponse answer = api.send(method, path(route), body, admin);
      assertThat(answer.status()).as(body).isIn(allowed(route));
    }
    assertThat(api.send(method, path(route), "x".repeat(MAX_BODY + 1), admin).status())
        .isEqualTo(413);
    if (route.method() != Route.Method.GET && !isForwarded(route)) {
      for (String type :
          List.of(
              "text/plain",
              "application/x-www-form-urlencoded",
              "multipart/form-data; boundary=x",
              "application/json; charset=utf-16",
              "application/jsonp",
              "text/plain, application/json")) {
        assertThat(api.send(method, path(route), "{}", "x-role", "admin", "Content-Type", type))
            .satisfies(answer -> assertThat(answer.status()).as(type).isEqualTo(400));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("routes")
  void each_parameter_is_read_and_a_wrong_value_is_named(Route route) {
    for (Parameter parameter : route.parameters()) {
      String wrong =
          switch (parameter.kind()) {
            case TEXT -> null;
            case NUMBER, FLAG, TIME -> "w\u00e4re\n";
            case WORDS -> "w\u00e4re";
          };
      if (wrong == null || route.answers().containsKey(501)) {
        continue;
      }
      String target = path(route) + "?" + parameter.name() + "=" + ApiCall.encode(wrong);
      // What else the route needs comes later.
      ApiResponse answer = api.send(route.method().name(), target, "", "x-role", "admin");
      assertThat(answer.status()).as(target).isEqualTo(400);
      assertThat(TestApi.message(answer)).contains("w\u00e4re").doesNotContain("\n");
      String twice = path(route) + "?" + parameter.name() + "=1&" + parameter.name() + "=1";
      assertThat(api.send(route.method().name(), twice, "", "x-role", "admin").status())
          .isEqualTo(400);
    }
  }

  @Test
  void the_document_and_the_routes_say_the_same() {
    JsonNode document = json(api.get(ManagementApi.DOCUMENT, "x-role", "read"));
    Set<String> documented = new HashSet<>();
    document
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .propertyNames()
                .forEach(method ->
                    documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            routes().stream().map(route -> route.method() + " " + documented(route)).toList());
    for (Route route : routes()) {
      JsonNode operation =
          document.at(
              "/paths/"
                  + documented(route).replace("/", "~1")
                  + "/"
                  + route.method().name().toLowerCase(Locale.ROOT));
      assertThat(operation.get("x-varve-role").asString()).isEqualTo(route.role().word());
      assertThat(
              operation
                  .get("parameters")
                  .valueStream()
                  .filter(parameter -> parameter.get("in").asString().equals("query"))
                  .map(parameter -> parameter.get("name").asString()))
          .containsExactlyElementsOf(route.parameters().stream().map(Parameter::name).toList());
      assertThat(
              operation
                  .get("parameters")
                  .valueStream()
                  .filter(parameter -> parameter.get("in").asString().equals("path"))
                  .map(parameter -> "{" + parameter.get("name").asString() + "}"))
          .containsExactlyElementsOf(
              Arrays.stream(documented(route).split("/"))
                  .filter(part -> part.startsWith("{"))
                  .toList());
      assertThat(operation.get("responses").propertyNames())
          .containsAll(route.answers().keySet().stream().map(String::valueOf).toList());
      assertThat(operation.get("summary").asString()).endsWith(".");
    }
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
  }

  /** OpenAPI has no word for the rest of a path. */
  private static String documented(Route route) {
    return route.path().replace("...}", "}");
  }

  private static String path(Route route) {
    return route
        .path()
        .replace("{app}", "nothing")
        .replace("{rest...}", "x/y")
        .replace("{id}", "nothing-there")
        .replace("{name}", "Nothing")
        .replace("{event}", "go")
        .replace("{job}", "nothing-there")
        .replace("{key}", "k");
  }
}
