package dev.varve.management.router;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceAlreadyExistsException;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VarveClient;
import dev.varve.VarveConnection;
import dev.varve.management.ApiRequest;
import dev.varve.management.ApiResponse;
import dev.varve.management.Caller;
import dev.varve.management.ManagementApi;
import dev.varve.management.Role;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import dev.varve.testing.router.FakeApp;
import dev.varve.testing.router.FakeAppHost;
import dev.varve.versioning.router.AppBuild;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.AppRequest;
import dev.varve.versioning.router.AppResponse;
import dev.varve.versioning.router.Deployment;
import dev.varve.versioning.router.Router;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which app gets what is about an instance, called without a port. */
class OwnersTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SHOP = "/apps/shop";
  private static final String STARTS = RouterFront.DURABLE + "/orchestrators/Order/";
  private static final String INSTANCES = RouterFront.DURABLE + "/instances/";

  private final Storage storage = new InMemoryStorage();
  private final Router router =
      Router.builder(
              storage,
              "router",
              FakeAppHost.on(storage)
                  .build("shop", "1.0.0", new Shop())
                  .build("shop", "1.1.0", new Shop()))
          .start();
  private final ManagementApi api =
      ManagementApi.builder()
          .routes(RouterFront.of(router, storage))
          .authenticator(
              request -> request.header("x-role").map(word -> new Caller("ann", Role.parse(word))))
          .build();

  /** Starts orders, and tells of what it was asked. */
  private static final class Shop implements FakeApp {
    @Override
    public void register(VarveBuilder builder) {
      builder.orchestrator(
          "Order",
          String.class,
          (context, item) -> context.waitForExternalEvent("Paid", String.class).await());
    }

    @Override
    public AppResponse answer(VarveClient client, AppRequest request) {
      String last = request.path().substring(request.path().lastIndexOf('/') + 1);
      if (request.path().startsWith(STARTS)) {
        try {
          client.scheduleNewOrchestrationInstance("Order", "x", StartOptions.withId(last));
        } catch (InstanceAlreadyExistsException e) {
          return AppResponse.of(409, "it runs already");
        }
      }
      return AppResponse.of(200, "the app got " + request.method() + " " + request.path());
    }
  }

  @BeforeEach
  void deploy() {
    deploy("1.0.0");
  }

  private void deploy(String version) {
    assertThat(
            router
                .client()
                .deploy(Deployment.of(AppBuild.of("shop", version), "ann"), SOON)
                .succeeded())
        .isTrue();
  }

  @AfterEach
  void close() {
    router.close();
    storage.close();
  }

  private ApiResponse send(String method, String target, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("Host", List.of("localhost"));
    all.put("x-role", List.of("admin"));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return api.handle(
        new ApiRequest(method, target, all, "".getBytes(UTF_8), InetAddress.getLoopbackAddress()));
  }

  private static Optional<String> answeredBy(ApiResponse response) {
    return response.header(RouterFront.VERSION_HEADER);
  }

  @Test
  void R8_what_is_about_an_instance_reaches_its_app_and_the_store_answers_once_that_is_closed() {
    assertThat(answeredBy(send("POST", SHOP + STARTS + "a"))).contains("1.0.0");
    deploy("1.1.0");

    assertThat(answeredBy(send("GET", SHOP + INSTANCES + "a"))).contains("1.0.0");
    assertThat(answeredBy(send("GET", INSTANCES + "a"))).contains("1.0.0");
    assertThat(answeredBy(send("POST", INSTANCES + "a/terminate?reason=x"))).contains("1.0.0");
    assertThat(send("GET", INSTANCES + "b").status()).isEqualTo(404);
    assertThat(send("GET", "/apps/other" + INSTANCES + "a").status()).isEqualTo(404);

    end("a");
    assertThat(router.client().remove(AppKey.parse("shop/1.0"), "ann", "idle", SOON).succeeded())
        .isTrue();
    ApiResponse kept = send("GET", SHOP + INSTANCES + "a?taskHub=shopv1x0&connection=Storage");
    assertThat(kept.status()).describedAs(kept.text()).isEqualTo(200);
    assertThat(kept.text()).contains("\"runtimeStatus\":\"Completed\"");
    assertThat(answeredBy(kept)).isEmpty();
    assertThat(send("POST", INSTANCES + "a/terminate").status()).isEqualTo(410);
    assertThat(send("DELETE", INSTANCES + "a", "x-role", "operate").status()).isEqualTo(403);
    assertThat(router.client().apps().find(AppKey.parse("shop/1.0")).orElseThrow().state())
        .hasToString("CLOSED");

    assertThat(answeredBy(send("POST", INSTANCES + "a/restart"))).contains("1.0.0");
  }

  @Test
  void a_start_that_is_repeated_after_a_deployment_reaches_the_app_in_which_it_runs() {
    send("POST", SHOP + STARTS + "a");
    deploy("1.1.0");

    assertThat(answeredBy(send("POST", SHOP + STARTS + "a"))).contains("1.0.0");
    assertThat(answeredBy(send("POST", SHOP + STARTS + "b"))).contains("1.1.0");
    end("a");
    assertThat(answeredBy(send("POST", SHOP + STARTS + "a"))).contains("1.1.0");
  }

  @Test
  void an_id_in_two_apps_is_told_and_can_be_named_by_hub_or_version() {
    send("POST", SHOP + STARTS + "a", "Varve-App-Version", "1.0.0");
    deploy("1.1.0");
    send("POST", SHOP + STARTS + "a", "Varve-App-Version", "1.1.0");

    ApiResponse both = send("GET", SHOP + INSTANCES + "a");
    assertThat(both.status()).isEqualTo(409);
    assertThat(both.text()).contains("shop/1.0, shop/1.1");
    assertThat(answeredBy(send("GET", INSTANCES + "a?taskHub=shopv1x0"))).contains("1.0.0");
    assertThat(answeredBy(send("GET", INSTANCES + "a", "Varve-App-Version", "1.1.7")))
        .contains("1.1.0");
  }

  @Test
  void a_caller_gets_no_more_rights_by_going_through_the_router() {
    assertThat(send("DELETE", SHOP + INSTANCES + "a", "x-role", "operate").status()).isEqualTo(403);
    assertThat(send("GET", SHOP + "/orders", "x-role", "read").status()).isEqualTo(403);
    assertThat(send("POST", SHOP + "/orders", "x-role", "read-payload").status()).isEqualTo(403);
    assertThat(send("POST", "/varve/v1/router/remove", "x-role", "operate").status())
        .isEqualTo(403);
    assertThat(send("POST", SHOP + "/orders", "x-role", "operate").status()).isEqualTo(200);
  }

  private void end(String id) {
    try (VarveConnection connection =
        Varve.builder().sharedStorage(storage).hub("shopv1x0").connect()) {
      connection.client().raiseEvent(id, "Paid", "card");
      connection.client().waitForInstanceCompletion(id, SOON);
    }
  }
}
