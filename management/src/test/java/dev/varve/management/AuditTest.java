package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static dev.varve.management.TestApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.AuditEntry;
import dev.varve.storage.InstanceCount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every route that changes something says so in the audit log. */
class AuditTest {
  private static final String[] ANN = {"x-role", "admin"};

  @Test
  void SEC14_every_mutating_route_writes_who_what_to_which_and_why() {
    try (TestApi api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD)).working()) {
      start(api, "Failing", "failed");
      start(api, "Echo", "done");
      start(api, "Echo", "old");
      start(api, "Waiting", "waiting");
      start(api, "Waiting", "other");
      start(api, "Stuck", "parked");
      await(api, "failed", "Failed");
      await(api, "done", "Completed");
      await(api, "old", "Completed");
      TestApi.until("parked", () -> api.hub.instance("parked").orElseThrow().park().isPresent());
      long from = last(api);

      // Each route with a request that it carries out, in an order in which all can be.
      Map<String, String> requests = new LinkedHashMap<>();
      requests.put("POST " + BASE + "/orchestrators/{name}", "/orchestrators/Echo");
      requests.put("POST " + BASE + "/orchestrators/{name}/{id}", "/orchestrators/Echo/new");
      requests.put("POST " + BASE + "/instances/{id}/restart", "/instances/done/restart");
      requests.put(
          "POST " + BASE + "/instances/{id}/raiseEvent/{event}", "/instances/other/raiseEvent/go");
      requests.put(
          "POST " + BASE + "/instances/{id}/suspend", "/instances/waiting/suspend?reason=because");
      requests.put(
          "POST " + BASE + "/instances/{id}/resume", "/instances/waiting/resume?reason=because");
      requests.put(
          "POST " + BASE + "/instances/{id}/terminate",
          "/instances/waiting/terminate?reason=because");
      requests.put(
          "POST " + BASE + "/instances/{id}/rewind", "/instances/failed/rewind?reason=because");
      requests.put("POST " + BASE + "/makeprimary", "/makeprimary");
      requests.put("DELETE " + BASE + "/instances/{id}", "/instances/old");
      requests.put(
          "POST /varve/v1/parked/{id}/retry", "/varve/v1/parked/parked/retry?reason=because");
      requests.put(
          "DELETE " + BASE + "/instances", "/instances?createdTimeFrom=2020-01-01T00:00:00Z");
      requests.put("POST /varve/v1/purges", "/varve/v1/purges");

      Set<String> mutating = new TreeSet<>();
      api.api.routes().stream().filter(Route::changes).forEach(r -> mutating.add(r.toString()));
      assertThat(requests.keySet()).containsExactlyInAnyOrderElementsOf(mutating);

      requests.forEach((route, target) -> {
        String method = route.substring(0, route.indexOf(' '));
        String full = target.startsWith("/varve") ? target : BASE + target;
        String body = target.endsWith("/purges") ? confirmed(api) : "";
        long before = last(api);
        ApiResponse answer = api.send(method, full, body, ANN);
        assertThat(answer.status()).as(route + " " + answer.text()).isIn(200, 202);
        List<AuditEntry> written = api.hub.records().auditLog(before, 10);
        assertThat(written).as(route).hasSize(1);
        assertThat(written.getFirst().who()).isEqualTo("ann, over HTTP");
        assertThat(written.getFirst().action()).isNotBlank();
        assertThat(written.getFirst().subject()).isNotBlank();
        if (target.contains("reason")) {
          assertThat(written.getFirst().detail()).isEqualTo("because");
        }
      });
      assertThat(last(api)).isGreaterThan(from);
    }
  }

  /** Something to purge, and its number. */
  private static String confirmed(TestApi api) {
    start(api, "Echo", "last");
    TestApi.until(
        "all but one have ended",
        () ->
            api.hub.counts().stream()
                    .filter(count -> !count.status().isFinished())
                    .mapToLong(InstanceCount::count)
                    .sum()
                == 1);
    JsonNode preview =
        json(api.post("/varve/v1/purges", "{\"createdTimeFrom\":\"2020-01-01T00:00:00Z\"}", ANN));
    return "{\"createdTimeFrom\":\"2020-01-01T00:00:00Z\",\"createdTimeTo\":\"%s\",\"confirm\":%d}"
        .formatted(preview.get("createdTimeTo").asString(), preview.get("matching").asLong());
  }

  @Test
  void SEC14_refused_requests_write_nothing() {
    try (TestApi api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD)).working()) {
      for (Route route : api.api.routes()) {
        if (route.changes()) {
          String path = route.path().replaceAll("\\{\\w+}", "x");
          api.send(route.method().name(), path, "", "x-role", "read-payload");
          api.send(route.method().name(), path, "");
        }
      }
      assertThat(api.hub.records().auditLog(0, 10)).isEmpty();
    }
  }

  @Test
  void SEC14_the_log_of_an_instance_is_read_page_by_page_and_outlives_it() {
    try (TestApi api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD)).working()) {
      start(api, "Echo", "a");
      start(api, "Echo", "b");
      await(api, "a", "Completed");
      api.delete(BASE + "/instances/a", ANN);

      List<String> actions = new ArrayList<>();
      String target = "/varve/v1/instances/a/audit?top=1";
      JsonNode page = json(api.get(target, ANN));
      page.get("entries").forEach(entry -> actions.add(entry.get("action").asString()));
      page = json(api.get(target + "&after=" + page.get("next").asLong(), ANN));
      page.get("entries").forEach(entry -> actions.add(entry.get("action").asString()));
      assertThat(actions).containsExactly("start", "purge");
      assertThat(json(api.get("/varve/v1/audit", ANN)).get("entries").valueStream())
          .filteredOn(entry -> entry.get("who").asString().equals("ann, over HTTP"))
          .hasSize(3);
    }
  }

  private static void start(TestApi api, String function, String id) {
    assertThat(api.post(BASE + "/orchestrators/" + function + "/" + id, "", ANN).status())
        .isEqualTo(202);
  }

  private static void await(TestApi api, String id, String status) {
    TestApi.until(
        id + " " + status,
        () ->
            json(api.get(BASE + "/instances/" + id, ANN))
                .get("runtimeStatus")
                .asString()
                .equals(status));
  }

  private static long last(TestApi api) {
    List<AuditEntry> entries = api.hub.records().auditLog(0, 1_000);
    return entries.isEmpty() ? 0 : entries.getLast().position();
  }
}
