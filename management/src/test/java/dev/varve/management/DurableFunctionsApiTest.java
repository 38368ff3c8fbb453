package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static dev.varve.management.TestApi.json;
import static dev.varve.management.TestApi.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.storage.InMemoryStorage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The paths, statuses, headers and fields of the Durable Functions HTTP API. */
class DurableFunctionsApiTest {
  private static final String LINKS = "?taskHub=orders&connection=Storage";
  private static final String SECOND = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

  private final TestApi api = TestApi.inMemory().working();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_start_answers_202_with_links_that_carry_no_key() {
    ApiResponse answer = api.post(BASE + "/orchestrators/Waiting/order%2F1%C3%A9?code=secret", "1");

    String instance = "http://localhost:8080" + BASE + "/instances/order%2F1%C3%A9";
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).contains(instance + LINKS);
    assertThat(answer.header("Retry-After")).contains("10");
    JsonNode body = json(answer);
    assertThat(body.propertyNames())
        .containsExactly(
            "id",
            "statusQueryGetUri",
            "sendEventPostUri",
            "terminatePostUri",
            "purgeHistoryDeleteUri",
            "restartPostUri",
            "suspendPostUri",
            "resumePostUri");
    assertThat(body.get("id").asString()).isEqualTo("order/1\u00e9");
    assertThat(body.get("statusQueryGetUri").asString()).isEqualTo(instance + LINKS);
    assertThat(body.get("sendEventPostUri").asString())
        .isEqualTo(instance + "/raiseEvent/{eventName}" + LINKS);
    assertThat(answer.text()).doesNotContain("code").doesNotContain("secret");
    String status =
        body.get("statusQueryGetUri").asString().substring("http://localhost:8080".length());
    assertThat(api.get(status).status()).isEqualTo(202);
  }

  @Test
  void a_start_without_an_id_gets_one() {
    assertThat(api.started("Echo", "1")).matches("[0-9a-f]{32}");
  }

  @Test
  void a_start_takes_the_version_of_the_query_or_of_the_name() {
    String base = BASE + "/orchestrators/Order";
    assertThat(api.post(base + "?version=1&timeout=30", "").text()).isEqualTo("\"one\"");
    assertThat(api.post(base + "_v2?timeout=30", "").text()).isEqualTo("\"two\"");
    assertThat(api.post(base, "").status()).isEqualTo(400);
    assertThat(api.post(base + "?version=3", "").status()).isEqualTo(400);
    assertThat(message(api.post(base + "?version=-1", ""))).contains("version").contains("-1");
    assertThat(message(api.post(base + "?version=3000000000", ""))).contains("3000000000");
  }

  @Test
  void a_start_that_ends_in_time_answers_200_with_its_output_as_it_is() {
    ApiResponse answer =
        api.post(BASE + "/orchestrators/Echo?timeout=30&pollingInterval=1", " {\"a\": 1.50} ");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("{\"a\":1.5}");
    assertThat(api.post(BASE + "/orchestrators/Echo?timeout=30", "").text()).isEqualTo("null");
  }

  @Test
  void a_start_that_does_not_end_in_time_answers_202_and_one_that_fails_shows_its_state() {
    ApiResponse late = api.post(BASE + "/orchestrators/Waiting?timeout=1", "1");
    assertThat(late.status()).isEqualTo(202);
    assertThat(json(late).has("statusQueryGetUri")).isTrue();

    ApiResponse failed = api.post(BASE + "/orchestrators/Failing?timeout=30", "1");
    assertThat(failed.status()).isEqualTo(200);
    assertThat(json(failed).get("runtimeStatus").asString()).isEqualTo("Failed");
  }

  @Test
  void wrong_starts_are_400_and_an_active_id_is_409() {
    String base = BASE + "/orchestrators/";
    assertThat(message(api.post(base + "Nothing", "1"))).contains("Nothing");
    assertThat(api.post(base + "Nothing", "1").status()).isEqualTo(400);
    assertThat(api.post(base + "Echo", "{").status()).isEqualTo(400);
    assertThat(message(api.post(base + "Echo?timeout=1&pollingInterval=2", "")))
        .contains("pollingInterval");
    assertThat(api.post(base + "Echo?timeout=9999", "").status()).isEqualTo(400);
    assertThat(api.post(base + "Echo?taskHub=other", "").status()).isEqualTo(400);
    assertThat(message(api.post(base + "Echo?connection=Other", ""))).contains("Other");
    assertThat(api.post(base + "Echo?taskHub=orders&connection=Storage", "").status())
        .isEqualTo(202);

    assertThat(api.post(base + "Waiting/w", "1").status()).isEqualTo(202);
    assertThat(api.post(base + "Waiting/w", "1").status()).isEqualTo(409);
  }

  @Test
  void the_state_is_202_until_the_end_and_200_then() {
    String id = api.started("Waiting", " {\"n\": 1.50} ");
    api.awaitStatus(id, "Running");
    assertThat(api.get(BASE + "/instances/" + id).text()).contains("\"input\":{\"n\": 1.50},");
    ApiResponse running = api.get(BASE + "/instances/" + id);
    assertThat(running.status()).isEqualTo(202);
    assertThat(running.header("Retry-After")).contains("5");
    assertThat(running.header("Location").orElse("")).endsWith("/instances/" + id + LINKS);
    JsonNode body = json(running);
    assertThat(body.propertyNames())
        .containsExactly(
            "name",
            "instanceId",
            "runtimeStatus",
            "input",
            "customStatus",
            "output",
            "createdTime",
            "lastUpdatedTime",
            "historyEvents");
    assertThat(body.get("name").asString()).isEqualTo("Waiting_v1");
    assertThat(body.get("createdTime").asString()).matches(SECOND);
    assertThat(body.get("lastUpdatedTime").asString()).matches(SECOND);
    assertThat(body.get("historyEvents").isNull()).isTrue();
    assertThat(json(api.get(BASE + "/instances/" + id + "?showInput=false")).get("input").isNull())
        .isTrue();

    assertThat(api.post(BASE + "/instances/" + id + "/raiseEvent/GO", "[1]").status())
        .isEqualTo(202);
    api.awaitStatus(id, "Completed");
    ApiResponse ended = api.get(BASE + "/instances/" + id);
    assertThat(ended.status()).isEqualTo(200);
    assertThat(json(ended).get("output").toString()).isEqualTo("[1]");
    assertThat(json(ended).get("customStatus").asString()).isEqualTo("waits for go");
    assertThat(api.get(BASE + "/instances/nothing").status()).isEqualTo(404);
  }

  @Test
  void a_suspended_instance_has_not_ended() {
    String id = api.started("Waiting", "");
    assertThat(api.post(BASE + "/instances/" + id + "/suspend?reason=lunch", "").status())
        .isEqualTo(202);
    api.awaitStatus(id, "Suspended");
    assertThat(api.get(BASE + "/instances/" + id).status()).isEqualTo(202);
    assertThat(api.post(BASE + "/instances/" + id + "/resume", "").status()).isEqualTo(202);
    api.awaitStatus(id, "Running");
  }

  @Test
  void a_failed_instance_is_500_only_if_that_was_asked_for() {
    String id = api.started("Failing", "");
    api.awaitStatus(id, "Failed");
    assertThat(api.get(BASE + "/instances/" + id).status()).isEqualTo(200);
    ApiResponse asked =
        api.get(BASE + "/instances/" + id + "?returnInternalServerErrorOnFailure=true");
    assertThat(asked.status()).isEqualTo(500);
    assertThat(json(asked).get("output").asString())
        .isEqualTo("java.lang.IllegalStateException: out of paper");
  }

  @Test
  void a_history_shows_what_was_scheduled_at_its_answer() {
    String id = api.started("Calling", "\"ab\"");
    api.awaitStatus(id, "Completed");

    JsonNode bare = json(api.get(BASE + "/instances/" + id + "?showHistory=true"));
    List<String> types =
        bare.get("historyEvents").valueStream().map(e -> e.get("EventType").asString()).toList();
    assertThat(types)
        .containsExactly("ExecutionStarted", "TimerFired", "TaskCompleted", "ExecutionCompleted");
    assertThat(bare.get("historyEvents").toString()).doesNotContain("abab");

    JsonNode task =
        json(api.get(BASE + "/instances/" + id + "?showHistory=true&showHistoryOutput=true"))
            .get("historyEvents")
            .get(2);
    assertThat(task.get("FunctionName").asString()).isEqualTo("Twice_v1");
    assertThat(task.get("Result").asString()).isEqualTo("abab");
    assertThat(task.has("ScheduledTime")).isTrue();
  }

  @Test
  void events_are_refused_for_what_is_not_there_or_has_ended() {
    String id = api.started("Echo", "");
    api.awaitStatus(id, "Completed");
    for (String message : List.of("raiseEvent/go", "terminate", "suspend", "resume")) {
      assertThat(api.post(BASE + "/instances/" + id + "/" + message, "").status())
          .as(message)
          .isEqualTo(410);
      assertThat(api.post(BASE + "/instances/nothing/" + message, "").status())
          .as(message)
          .isEqualTo(404);
    }
    assertThat(api.post(BASE + "/instances/" + id + "/raiseEvent/go", "{").status()).isEqualTo(400);
    assertThat(
            api.post(
                    BASE + "/instances/" + id + "/raiseEvent/go", "1", "Content-Type", "text/plain")
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_terminated_instance_ends_with_the_reason() {
    String id = api.started("Waiting", "");
    assertThat(
            api.post(BASE + "/instances/" + id + "/terminate?reason=no+%22longer%22", "").status())
        .isEqualTo(202);
    api.awaitStatus(id, "Terminated");
    assertThat(json(api.get(BASE + "/instances/" + id)).get("output").asString())
        .isEqualTo("no \"longer\"");
  }

  @Test
  void rewind_takes_failed_instances_only() {
    String failed = api.started("Failing", "");
    api.awaitStatus(failed, "Failed");
    String other = api.started("Echo", "");
    api.awaitStatus(other, "Completed");
    assertThat(api.post(BASE + "/instances/" + failed + "/rewind?reason=paper", "").status())
        .isEqualTo(202);
    assertThat(api.post(BASE + "/instances/" + other + "/rewind", "").status()).isEqualTo(412);
    assertThat(api.post(BASE + "/instances/nothing/rewind", "").status()).isEqualTo(404);
  }

  @Test
  void restart_starts_once_more_with_another_id_or_the_same() {
    String id = api.started("Echo", "7");
    api.awaitStatus(id, "Completed");
    ApiResponse anew = api.post(BASE + "/instances/" + id + "/restart", "");
    assertThat(anew.status()).isEqualTo(202);
    String second = json(anew).get("id").asString();
    assertThat(second).isNotEqualTo(id);
    api.awaitStatus(second, "Completed");
    assertThat(json(api.get(BASE + "/instances/" + second)).get("output").asInt()).isEqualTo(7);

    String restart = "/restart?restartWithNewInstanceId=false";
    assertThat(json(api.post(BASE + "/instances/" + id + restart, "")).get("id").asString())
        .isEqualTo(id);
    String waiting = api.started("Waiting", "");
    assertThat(api.post(BASE + "/instances/" + waiting + restart, "").status()).isEqualTo(409);
    assertThat(api.post(BASE + "/instances/nothing/restart", "").status()).isEqualTo(400);
  }

  @Test
  void one_instance_is_purged_if_it_has_ended() {
    String id = api.started("Echo", "");
    api.awaitStatus(id, "Completed");
    ApiResponse purged = api.delete(BASE + "/instances/" + id);
    assertThat(purged.status()).isEqualTo(200);
    assertThat(purged.text()).isEqualTo("{\"instancesDeleted\":1}");
    assertThat(api.delete(BASE + "/instances/" + id).status()).isEqualTo(404);
    String waiting = api.started("Waiting", "");
    assertThat(api.delete(BASE + "/instances/" + waiting).status()).isEqualTo(412);
  }

  @Test
  void many_instances_are_purged_by_time_and_status() {
    String done = api.started("Echo", "");
    String failed = api.started("Failing", "");
    String waiting = api.started("Waiting", "");
    api.awaitStatus(done, "Completed");
    api.awaitStatus(failed, "Failed");
    String base = BASE + "/instances?createdTimeFrom=2020-01-01T00:00:00Z";

    assertThat(message(api.delete(BASE + "/instances"))).contains("createdTimeFrom");
    assertThat(api.delete(base + "&runtimeStatus=Running").status()).isEqualTo(400);
    assertThat(api.delete(base + "&createdTimeTo=2020-01-02T00:00:00Z").status()).isEqualTo(404);
    assertThat(api.delete(base + "&runtimeStatus=canceled").status()).isEqualTo(404);
    assertThat(api.delete(base + "&runtimeStatus=Failed,Terminated").text())
        .isEqualTo("{\"instancesDeleted\":1}");
    assertThat(api.delete(base).text()).isEqualTo("{\"instancesDeleted\":1}");
    assertThat(api.delete(base).status()).isEqualTo(404);
    assertThat(api.get(BASE + "/instances/" + waiting).status()).isEqualTo(202);
  }

  @Test
  void the_times_of_an_answer_can_be_asked_for() {
    String id = api.started("Echo", "");
    String created = json(api.get(BASE + "/instances/" + id)).get("createdTime").asString();
    assertThat(json(api.get(BASE + "/instances?createdTimeFrom=" + created)).size()).isOne();
    assertThat(json(api.get(BASE + "/instances?createdTimeFrom=2026-01-01T00:00:00%2B02:00")))
        .hasSize(1);
    assertThat(json(api.get(BASE + "/instances?createdTimeTo=2020-01-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void makeprimary_is_answered_and_entities_are_not_there() {
    assertThat(api.post(BASE + "/makeprimary", "").status()).isEqualTo(200);
    assertThat(api.get(BASE + "/entities/Counter/$").status()).isEqualTo(501);
    assertThat(api.get(BASE + "/entities").status()).isEqualTo(501);
    assertThat(api.post(BASE + "/entities/Counter/$?op=add", "1").status()).isEqualTo(501);
  }

  @Test
  void the_task_hub_selects_among_the_hubs_of_the_api() {
    try (TestApi two =
        TestApi.with(
            new InMemoryStorage(),
            hubs -> hubs.hub("returns").connectionName("Other"),
            settings -> settings)) {
      two.working();
      two.started("Echo", "");
      assertThat(json(two.get(BASE + "/instances"))).hasSize(1);
      assertThat(json(two.get(BASE + "/instances?taskHub=returns&connection=Other"))).isEmpty();
      assertThat(two.get(BASE + "/instances?connection=Storage").status()).isEqualTo(400);
      assertThat(message(two.get(BASE + "/instances?taskHub=ORDERS")))
          .contains("[orders, returns]");
      assertThat(json(two.get("/varve/v1/hubs")).get("hubs").toString())
          .isEqualTo("[\"orders\",\"returns\"]");
    }
  }

  @Test
  void links_name_the_address_in_front_if_one_is_set() {
    try (TestApi behind =
        TestApi.inMemory(
            with -> with.publicUri(java.net.URI.create("https://ops.example/varve/")))) {
      behind.working();
      assertThat(behind.post(BASE + "/orchestrators/Echo", "").header("Location").orElse(""))
          .startsWith("https://ops.example/varve/runtime/");
    }
    try (TestApi behind = TestApi.inMemory(ManagementApi.Builder::trustForwardedHeaders)) {
      behind.working();
      String[] headers = {
        "X-Forwarded-Proto", "https", "X-Forwarded-Host", "a.example", "X-Forwarded-Prefix", "/p"
      };
      assertThat(
              behind.post(BASE + "/orchestrators/Echo", "", headers).header("Location").orElse(""))
          .startsWith("https://a.example/p/runtime/");
      assertThat(behind.post(BASE + "/orchestrators/Echo", "", "X-Forwarded-Host", "a\"b").status())
          .isEqualTo(400);
    }
    assertThat(
            api.post(BASE + "/orchestrators/Echo", "", "X-Forwarded-Host", "evil.example")
                .header("Location")
                .orElse(""))
        .startsWith("http://localhost:8080/");
  }

  @Test
  void callers_without_the_role_for_payloads_see_null() {
    try (TestApi roles = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD))) {
      roles.working();
      roles.post(BASE + "/orchestrators/Failing/f", "\"canary\"", "x-role", "operate");
      String[] read = {"x-role", "read"};
      TestApi.until(
          "failed",
          () ->
              json(roles.get(BASE + "/instances/f", read))
                  .get("runtimeStatus")
                  .asString()
                  .equals("Failed"));
      JsonNode hidden = json(roles.get(BASE + "/instances/f?showHistory=true", read));
      for (String field : List.of("input", "output", "customStatus", "historyEvents")) {
        assertThat(hidden.get(field).isNull()).as(field).isTrue();
      }
      assertThat(roles.get(BASE + "/instances", read).text())
          .contains("\"f\"")
          .doesNotContain("canary")
          .doesNotContain("paper");
      assertThat(roles.get(BASE + "/instances", "x-role", "read-payload").text())
          .contains("canary")
          .contains("out of paper");
      assertThat(roles.get("/varve/v1/instances/f/history", read).status()).isEqualTo(403);
    }
  }
}
