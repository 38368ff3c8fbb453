package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static dev.varve.management.TestApi.json;
import static dev.varve.management.TestApi.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.InMemoryStorage;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How much one caller can ask for. */
class LimitsTest {
  private static final String SINCE = "\"createdTimeFrom\":\"2020-01-01T00:00:00Z\"";

  @Test
  void SEC13_an_address_that_asks_too_often_is_told_to_wait_and_others_are_not() throws Exception {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // such clocks may overflow
    try (TestApi api =
        TestApi.inMemory(with -> with.rate(2, 3).nanos(nanos::get).authenticator(r -> ann()))) {
      for (int i = 0; i < 3; i++) {
        assertThat(from(api, "192.0.2.1").status()).isEqualTo(200);
      }
      ApiResponse refused = from(api, "192.0.2.1");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).contains("1");
      assertThat(from(api, "192.0.2.2").status()).isEqualTo(200);
      nanos.addAndGet(500_000_000);
      assertThat(from(api, "192.0.2.1").status()).isEqualTo(200);
      assertThat(from(api, "192.0.2.1").status()).isEqualTo(429);
      nanos.addAndGet(1_000_000_000_000L);
      for (int i = 0; i < 3; i++) {
        assertThat(from(api, "192.0.2.1").status()).isEqualTo(200);
      }
      assertThat(from(api, "192.0.2.1").status()).isEqualTo(429);
    }
  }

  private static java.util.Optional<Caller> ann() {
    return java.util.Optional.of(new Caller("ann", Role.READ));
  }

  private static ApiResponse from(TestApi api, String address) throws Exception {
    return api.api.handle(
        new ApiRequest(
            "GET",
            "/varve/v1/hubs",
            Map.of("host", List.of("localhost")),
            new byte[0],
            InetAddress.getByName(address)));
  }

  @Test
  void SEC13_a_page_has_at_most_a_thousand_instances() {
    try (TestApi api = TestApi.inMemory()) {
      assertThat(message(api.get(BASE + "/instances?top=1001"))).contains("1001").contains("1000");
      assertThat(api.get("/varve/v1/parked?top=1001").status()).isEqualTo(400);
      assertThat(api.get("/varve/v1/audit?top=1001").status()).isEqualTo(400);
    }
  }

  @Test
  void SEC13_a_purge_beyond_the_limit_goes_by_a_job_that_is_told_the_number() {
    try (TestApi api = ended(25, 20)) {
      ApiResponse direct = api.delete(BASE + "/instances?createdTimeFrom=2020-01-01T00:00:00Z");
      assertThat(direct.status()).isEqualTo(400);
      assertThat(message(direct)).contains("20").contains("/varve/v1/purges");

      JsonNode preview = json(api.post("/varve/v1/purges", "{" + SINCE + "}"));
      assertThat(preview.get("matching").asLong()).isEqualTo(25);
      String to = ",\"createdTimeTo\":\"" + preview.get("createdTimeTo").asString() + "\"";
      ApiResponse wrong = api.post("/varve/v1/purges", "{" + SINCE + to + ",\"confirm\":24}");
      assertThat(wrong.status()).isEqualTo(409);
      assertThat(message(wrong)).contains("24").contains("25");
      assertThat(api.hub.counts()).isNotEmpty();

      ApiResponse job = api.post("/varve/v1/purges", "{" + SINCE + to + ",\"confirm\":25}");
      assertThat(job.status()).isEqualTo(202);
      String path =
          job.header("Location").orElseThrow().substring("http://localhost:8080".length());
      TestApi.until("done", () -> json(api.get(path)).get("state").asString().equals("DONE"));
      assertThat(json(api.get(path)).get("instancesDeleted").asLong()).isEqualTo(25);
      assertThat(api.hub.counts()).isEmpty();
    }
  }

  @Test
  void SEC13_up_to_the_limit_a_purge_is_carried_out_at_once() {
    try (TestApi api = ended(20, 20)) {
      assertThat(api.delete(BASE + "/instances?createdTimeFrom=2020-01-01T00:00:00Z").text())
          .isEqualTo("{\"instancesDeleted\":20}");
    }
  }

  private static TestApi ended(int count, int limit) {
    TestApi api = TestApi.with(new InMemoryStorage(), hubs -> hubs.purgeLimit(limit), with -> with);
    Filled.with(
        api.hub,
        "Echo_v1",
        IntStream.range(0, count).mapToObj(number -> "done-" + number).toList());
    api.working();
    TestApi.until(
        "all have ended",
        () -> api.hub.counts().stream().allMatch(row -> row.status().isFinished()));
    return api;
  }

  @Test
  void SEC2_bodies_of_the_api_itself_are_read_strictly() {
    try (TestApi api = TestApi.inMemory()) {
      for (String body :
          List.of(
              "{" + SINCE + "," + SINCE + "}",
              "{" + SINCE + ",\"confirm\":\"25\"}",
              "{" + SINCE + ",\"confirm\":1.5}",
              "{" + SINCE + ",\"confirm\":" + "9".repeat(30) + "}",
              "{" + SINCE + ",\"unknown\":1}",
              "{" + SINCE + ",\"runtimeStatus\":\"Completed\"}",
              "{" + SINCE + ",\"runtimeStatus\":[[\"Completed\"]]}",
              "{\"createdTimeFrom\":1}",
              "[]",
              "1",
              "{\"createdTimeFrom\":" + "[".repeat(100) + "]".repeat(100) + "}")) {
        assertThat(api.post("/varve/v1/purges", body).status()).as(body).isEqualTo(400);
      }
    }
  }

  @Test
  void SEC2_inputs_are_bounded_in_depth_and_numbers_and_go_through_unchanged() {
    try (TestApi api = TestApi.inMemory().working()) {
      String start = BASE + "/orchestrators/Waiting";
      String deep = "[".repeat(200) + "]".repeat(200);
      assertThat(api.post(start, deep).status()).isEqualTo(202);
      assertThat(api.post(start, "[" + deep + "]").status()).isEqualTo(400);
      assertThat(api.post(start, "1".repeat(1_001)).status()).isEqualTo(400);
      assertThat(api.post(start, "1".repeat(1_000)).status()).isEqualTo(202);
      String id = api.started("Waiting", "{\"a\":1,\"a\":2,\"n\":1e400}");
      assertThat(api.get(BASE + "/instances/" + id).text())
          .contains("\"input\":{\"a\":1,\"a\":2,\"n\":1e400}");
    }
  }

  @Test
  void SEC10_names_and_ids_are_parsed_strictly() {
    try (TestApi api = TestApi.inMemory().working()) {
      for (String name :
          List.of(
              "Echo_v01",
              "Echo_v0",
              "Echo_v",
              "_v1",
              "Echo_v-1",
              "Echo_v99999999999",
              "Echo_v2147483648",
              "Echo_v1_v1",
              "Echo_v1%20",
              "%20Echo",
              "Echo%00",
              "1Echo",
              "Echo%2FEcho",
              "\u0395cho".replace("\u0395", "%CE%95"),
              "x".repeat(101))) {
        assertThat(api.post(BASE + "/orchestrators/" + name, "1").status()).as(name).isEqualTo(400);
      }
      for (String id :
          List.of("%00", "a%0Ab", "%7F", "%C2%85", "x".repeat(257), "%ED%A0%80", "%E2%80%A8%0D")) {
        assertThat(api.post(BASE + "/orchestrators/Echo/" + id, "1").status())
            .as(id)
            .isEqualTo(400);
        assertThat(api.get(BASE + "/instances/" + id).status()).as(id).isEqualTo(400);
      }
      assertThat(api.post(BASE + "/orchestrators/Echo/" + "x".repeat(256), "1").status())
          .isEqualTo(202);
      assertThat(api.post(BASE + "/orchestrators/echo", "1").status()).isEqualTo(400);
      assertThat(api.hub.counts()).hasSize(1);
    }
  }
}
