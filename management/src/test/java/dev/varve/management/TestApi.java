package dev.varve.management;

import dev.varve.OrchestrationContext;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.management.hub.HubRoutes;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An API of one hub, called without a port, and a worker of that hub if a test wants one. */
final class TestApi implements AutoCloseable {
  static final String HUB = "orders";
  static final String BASE = "/runtime/webhooks/durabletask";
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Whoever says which role they have, has it. */
  static final Authenticator BY_WORD =
      request -> request.header("x-role").map(word -> new Caller("ann", Role.parse(word)));

  final Storage storage;
  final HubStore hub;
  final ManagementApi api;
  private final AutoCloseable routes;
  private Optional<Varve> worker = Optional.empty();

  private TestApi(
      Storage storage,
      UnaryOperator<HubRoutes.Builder> hubs,
      UnaryOperator<ManagementApi.Builder> settings) {
    this.storage = storage;
    this.hub = storage.hub(HUB);
    HubRoutes set = hubs.apply(HubRoutes.on(storage).hub(HUB)).build();
    this.routes = set;
    this.api =
        settings.apply(ManagementApi.builder().routes(set).rate(1_000_000, 1_000_000)).build();
  }

  private TestApi(
      Storage storage,
      RouteSet set,
      AutoCloseable behind,
      UnaryOperator<ManagementApi.Builder> settings) {
    this.storage = storage;
    this.hub = storage.hub(HUB);
    this.routes = behind;
    this.api =
        settings.apply(ManagementApi.builder().routes(set).rate(1_000_000, 1_000_000)).build();
  }

  /** Of other routes, with what is to be closed behind them. */
  static TestApi of(
      Storage storage,
      RouteSet set,
      AutoCloseable behind,
      UnaryOperator<ManagementApi.Builder> settings) {
    return new TestApi(storage, set, behind, settings);
  }

  static TestApi inMemory() {
    return on(new InMemoryStorage());
  }

  static TestApi on(Storage storage) {
    return with(storage, hubs -> hubs, settings -> settings);
  }

  static TestApi inMemory(UnaryOperator<ManagementApi.Builder> settings) {
    return with(new InMemoryStorage(), hubs -> hubs, settings);
  }

  static TestApi with(
      Storage storage,
      UnaryOperator<HubRoutes.Builder> hubs,
      UnaryOperator<ManagementApi.Builder> settings) {
    return new TestApi(storage, hubs, settings);
  }

  /** Starts a worker that serves Echo, Waiting, Failing and Order in two versions. */
  TestApi working() {
    VarveBuilder builder =
        Varve.builder()
            .sharedStorage(storage)
            .hub(HUB)
            .activity("Twice_v1", String.class, text -> text + text)
            .orchestrator("Echo_v1", JsonNode.class, (context, input) -> input)
            .orchestrator("Calling_v1", String.class, TestApi::calling)
            .orchestrator("Waiting_v1", JsonNode.class, TestApi::waiting)
            .orchestrator("Failing_v1", JsonNode.class, TestApi::failing)
            .orchestrator("Stuck_v1", JsonNode.class, TestApi::stuck)
            .orchestrator("Order_v1", JsonNode.class, (context, input) -> "one")
            .orchestrator("Order_v2", JsonNode.class, (context, input) -> "two");
    worker = Optional.of(builder.start());
    return this;
  }

  private static String calling(OrchestrationContext context, String input) {
    context.createTimer(Duration.ofMillis(1)).await();
    return context.callActivity("Twice_v1", input, String.class).await();
  }

  private static JsonNode waiting(OrchestrationContext context, JsonNode input) {
    context.setCustomStatus("waits for go");
    return context.waitForExternalEvent("go", JsonNode.class).await();
  }

  private static JsonNode failing(OrchestrationContext context, JsonNode input) {
    throw new IllegalStateException("out of paper");
  }

  private static String stuck(OrchestrationContext context, JsonNode input) {
    return context.callActivity("Nobody_v1", "", String.class).await();
  }

  ApiResponse get(String target, String... headers) {
    return send("GET", target, "", headers);
  }

  ApiResponse post(String target, String body, String... headers) {
    return send("POST", target, body, headers);
  }

  ApiResponse delete(String target, String... headers) {
    return send("DELETE", target, "", headers);
  }

  /** A body is said to be JSON unless the headers, names and values by turns, say otherwise. */
  ApiResponse send(String method, String target, String body, String... headers) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("Host", List.of("localhost:8080"));
    if (!body.isEmpty()) {
      all.put("Content-Type", List.of("application/json"));
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return api.handle(
        new ApiRequest(
            method,
            target,
            all,
            body.getBytes(StandardCharsets.UTF_8),
            InetAddress.getLoopbackAddress()));
  }

  static JsonNode json(ApiResponse answer) {
    return JsonMapper.shared().readTree(answer.text());
  }

  static String message(ApiResponse answer) {
    return json(answer).get("message").asString();
  }

  /** Starts an instance and gives its id. */
  String started(String function, String input) {
    ApiResponse answer = post(BASE + "/orchestrators/" + function, input);
    if (answer.status() != 202) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return json(answer).get("id").asString();
  }

  void awaitStatus(String id, String status) {
    until(
        id + " is " + status,
        () ->
            json(get(BASE + "/instances/" + id)).path("runtimeStatus").asString("").equals(status));
  }

  static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    worker.ifPresent(Varve::close);
    try {
      routes.close();
    } catch (Exception e) {
      throw new IllegalStateException("the routes could not be closed", e);
    }
    storage.close();
  }
}
