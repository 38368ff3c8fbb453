package dev.varve.management;

import static dev.varve.management.TestApi.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every route with every method, every role and hostile shapes, made from the list of routes. */
class RouteTableTest {
  private static final int MAX_BODY = 20_000;
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "X");

  private static TestApi api;
  private static TestApi readOnly;

  @BeforeAll
  static void open() {
    api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD).maxBody(MAX_BODY));
    readOnly = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD).readOnly());
  }

  @AfterAll
  static void close() {
    api.close();
    readOnly.close();
  }

  static List<Route> routes() {
    return api.api.routes();
  }

  @Test
  void SEC5_there_are_routes_and_none_can_be_built_without_a_role() {
    assertThat(routes()).hasSizeGreaterThan(30);
    assertThatThrownBy(
            () -> Route.of(Route.Method.GET, "/x", noRole(), "x", call -> ApiResponse.empty(200)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("role");
  }

  @SuppressWarnings("NullAway") // what a careless caller does
  private static Role noRole() {
    return null;
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

  /** What the route says it answers, and that the values in the request are wrong. */
  private static Set<Integer> allowed(Route route) {
    Set<Integer> allowed = new HashSet<>(route.answers().keySet());
    allowed.add(400);
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
    if (route.method() != Route.Method.GET) {
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
  void SEC6_a_method_that_no_route_has_is_never_let_in() {
    for (String method : List.of("get", "Get", "GET ", "POST\r\nX: y", "")) {
      assertThat(api.send(method, "/varve/v1/hubs", "", "x-role", "admin").status()).isEqualTo(405);
    }
  }

  @Test
  void two_routes_for_one_request_are_refused() {
    RouteSet one = () -> List.of(route("/a/{x}"));
    for (String other : List.of("/a/{y}", "/a/b", "/{x}/b", "/{rest...}", "/a/{rest...}")) {
      RouteSet two = () -> List.of(route(other));
      assertThatThrownBy(() -> ManagementApi.builder().routes(one, two).build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("/a/{x}");
    }
    RouteSet apart = () -> List.of(route("/b/{x}"), route("/a"), route("/a/{x}/c"));
    assertThat(ManagementApi.builder().routes(one, apart).build().routes()).hasSize(5);
  }

  private static Route route(String path) {
    return Route.of(Route.Method.GET, path, Role.READ, "x", call -> ApiResponse.empty(204));
  }

  @Test
  void the_rest_of_a_path_is_passed_on_as_it_came() {
    List<String> seen = new ArrayList<>();
    RouteSet set =
        () ->
            List.of(
                Route.of(
                        Route.Method.POST,
                        "/apps/{app}/{rest...}",
                        Role.OPERATE,
                        "x",
                        call -> {
                          seen.addAll(List.of(call.path("app"), call.rawPath("rest")));
                          return ApiResponse.empty(204);
                        })
                    .rawBody("anything"));
    try (TestApi apps =
        TestApi.with(new InMemoryStorage(), hubs -> hubs, with -> with.routes(set))) {
      assertThat(apps.post("/apps/orders/a%2Fb/c?x=1", "x", "Content-Type", "image/png").status())
          .isEqualTo(204);
      assertThat(seen).containsExactly("orders", "a%2Fb/c");
      assertThat(apps.post("/apps/orders/../x", "x").status()).isEqualTo(400);
      assertThat(apps.api.route("POST", "/apps/orders/x/y").orElseThrow().role())
          .isEqualTo(Role.OPERATE);
      assertThat(apps.api.route("GET", "/apps/orders/x/y")).isEmpty();
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
            routes().stream().map(route -> route.method() + " " + route.path()).toList());
    for (Route route : routes()) {
      JsonNode operation =
          document.at(
              "/paths/"
                  + route.path().replace("/", "~1")
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
              Arrays.stream(route.path().split("/")).filter(part -> part.startsWith("{")).toList());
      assertThat(operation.get("responses").propertyNames())
          .containsAll(route.answers().keySet().stream().map(String::valueOf).toList());
      assertThat(operation.get("summary").asString()).endsWith(".");
    }
    assertThat(document.get("openapi").asString()).isEqualTo("3.1.0");
  }

  private static String path(Route route) {
    return route
        .path()
        .replace("{id}", "nothing-there")
        .replace("{name}", "Nothing")
        .replace("{event}", "go")
        .replace("{job}", "nothing-there")
        .replace("{key}", "k");
  }
}
