package dev.varve.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.InMemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The table of the routes over hubs. */
class RouteTableTest extends RouteTable {
  @Override
  TestApi open(UnaryOperator<ManagementApi.Builder> settings) {
    return TestApi.inMemory(settings);
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

  @Test
  void SEC6_a_method_that_no_route_has_is_never_let_in() {
    for (String method : List.of("get", "Get", "GET ", "POST\r\nX: y", "")) {
      assertThat(api().send(method, "/varve/v1/hubs", "", "x-role", "admin").status())
          .isEqualTo(405);
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
}
