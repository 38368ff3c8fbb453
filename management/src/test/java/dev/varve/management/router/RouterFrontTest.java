package dev.varve.management.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.management.Role;
import dev.varve.versioning.router.AppKey;
import dev.varve.versioning.router.AppState;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps are processes of their own, and requests come over HTTP. */
class RouterFrontTest {
  @TempDir Path directory;

  @Test
  void R2_a_hundred_first_requests_at_once_make_one_process_and_all_are_answered()
      throws Exception {
    try (Place place = Place.of(directory, TinyApp.host(directory, "1.0.0").open(), b -> b)) {
      List<HttpResponse<String>> answers =
          atOnce(
              IntStream.range(0, 100)
                  .<Callable<HttpResponse<String>>>mapToObj(
                      i -> () -> place.caller.post("1.0.0", "/orders/" + i))
                  .toList());

      assertThat(answers)
          .allSatisfy(answer -> {
            assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Varve-App-Version")).contains("1.0.0");
          });
      assertThat(TinyApp.living(directory)).hasSize(1);
      assertThat(place.router.client().apps().apps())
          .singleElement()
          .satisfies(app -> {
            assertThat(app.state()).isEqualTo(AppState.RUNNING);
            assertThat(app.run()).isEqualTo(1);
          });
      assertThat(TinyApp.journalOf(directory)).hasSize(100).doesNotHaveDuplicates();
    }
    assertThat(TinyApp.living(directory)).isEmpty();
  }

  @Test
  void R1_R3_R4_R7_a_patch_stays_in_its_app_and_a_minor_version_gets_one_of_its_own()
      throws IOException {
    try (Place place =
        Place.of(
            directory,
            TinyApp.host(directory, "1.0.0", "1.0.1", "1.0.5", "1.1.0").open(),
            b -> b)) {
      HttpCaller caller = place.caller;
      assertThat(caller.post("1.0.0", "/a").body()).startsWith("1.0.0 /a");
      assertThat(caller.deploy("1.0.1").statusCode()).isEqualTo(200);
      assertThat(caller.apps()).isEqualTo("shop/1.0 1.0.1 RUNNING current");
      assertThat(caller.post("1.0.0", "/b").body()).startsWith("1.0.1 /b");
      assertThat(caller.post("1.0.1", "/c").body()).startsWith("1.0.1 /c");

      assertThat(caller.deploy("1.1.0").statusCode()).isEqualTo(200);
      assertThat(caller.post("1.1.0", "/d").body()).startsWith("1.1.0 /d");
      assertThat(caller.post("1.0.1", "/e").body()).startsWith("1.0.1 /e");
      assertThat(caller.send("POST", "/apps/shop/f", "").body()).startsWith("1.1.0 /f");

      assertThat(caller.deploy("1.0.5").statusCode()).isEqualTo(200);
      assertThat(caller.apps()).isEqualTo("shop/1.0 1.0.5 RUNNING, shop/1.1 1.1.0 RUNNING current");
      assertThat(caller.send("POST", "/apps/shop/g", "").body()).startsWith("1.1.0 /g");
      Place.await("the patches before are gone", () -> TinyApp.living(directory).size() == 2);
    }
  }

  @Test
  void R6_R10_what_cannot_be_created_is_told_with_the_reason_and_a_retry_works()
      throws IOException {
    TinyApp.breakBuild(directory, "1.1.0");
    try (Place place =
        Place.of(
            directory,
            TinyApp.host(directory, "1.0.0", "1.1.0", "2.0.0").open(),
            b -> b.limit(2))) {
      HttpCaller caller = place.caller;
      caller.deploy("1.0.0");

      HttpResponse<String> failed = caller.deploy("1.1.0");
      assertThat(failed.statusCode()).isEqualTo(502);
      assertThat(HttpCaller.json(failed).get("detail").asString())
          .contains("the licence has run out");
      HttpResponse<String> asked = caller.post("1.1.0", "/a");
      assertThat(asked.statusCode()).isEqualTo(503);
      assertThat(asked.headers().firstValue("Retry-After")).isPresent();
      assertThat(HttpCaller.json(asked).get("message").asString())
          .contains("shop/1.1 could not be created", "the licence has run out");
      assertThat(caller.apps()).isEqualTo("shop/1.0 1.0.0 RUNNING current, shop/1.1 1.1.0 FAILED");

      TinyApp.repair(directory, "1.1.0");
      assertThat(caller.deploy("1.1.0").statusCode()).isEqualTo(200);
      assertThat(caller.apps()).isEqualTo("shop/1.0 1.0.0 RUNNING, shop/1.1 1.1.0 RUNNING current");

      HttpResponse<String> full = caller.post("2.0.0", "/b");
      assertThat(full.statusCode()).isEqualTo(503);
      assertThat(HttpCaller.json(full).get("removable").toString()).isEqualTo("[\"shop/1.0\"]");
      assertThat(caller.deploy("2.0.0").statusCode()).isEqualTo(409);
      assertThat(caller.remove("1.0").statusCode()).isEqualTo(200);
      assertThat(caller.post("2.0.0", "/b").statusCode()).isEqualTo(200);
      assertThat(TinyApp.living(directory)).hasSize(2);
    }
  }

  @Test
  void R9_requests_that_race_with_removals_are_answered_and_none_is_lost() throws Exception {
    int rounds = 6;
    try (Place place =
        Place.of(directory, TinyApp.host(directory, "1.0.0", "1.1.0").open(), b -> b)) {
      place.caller.deploy("1.0.0");
      place.caller.deploy("1.1.0");
      List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        String path = "/" + thread + "-";
        for (int i = 0; i < 20 * rounds; i++) {
          String id = path + i;
          calls.add(() -> place.caller.post("1.0.0", id));
        }
      }
      for (int round = 0; round < rounds; round++) {
        calls.add(20 * round, () -> place.caller.remove("1.0.0"));
      }

      List<HttpResponse<String>> answers = atOnce(calls);

      List<HttpResponse<String>> forwarded =
          answers.stream().filter(answer -> answer.uri().getPath().startsWith("/apps/")).toList();
      assertThat(forwarded)
          .hasSize(80 * rounds)
          .allSatisfy(
              answer -> assertThat(answer.statusCode()).describedAs(answer.body()).isIn(200, 503));
      assertThat(TinyApp.journalOf(directory))
          .hasSize((int) forwarded.stream().filter(a -> a.statusCode() == 200).count())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void R9_the_monitor_ends_the_process_of_an_idle_app_and_its_port_is_closed() throws IOException {
    try (Place place =
        Place.of(
            directory,
            TinyApp.host(directory, "1.0.0", "1.1.0").open(),
            b -> b.grace(Duration.ZERO))) {
      place.caller.deploy("1.0.0");
      place.caller.deploy("1.1.0");
      Place.await("both run", () -> TinyApp.living(directory).size() == 2);

      place.router.lookNow();

      Place.await(
          "the idle app is removed",
          () ->
              place.router.client().apps().find(AppKey.parse("shop/1.0")).orElseThrow().state()
                  == AppState.CLOSED);
      assertThat(TinyApp.living(directory)).hasSize(1);
      assertThat(place.caller.post("1.0.0", "/again").body()).startsWith("1.0.0 /again");
    }
  }

  @Test
  void only_what_is_meant_for_the_app_goes_through() throws IOException {
    try (Place place = Place.of(directory, TinyApp.host(directory, "1.0.0").open(), b -> b)) {
      HttpResponse<String> answer =
          place.caller.send(
              "POST",
              "/apps/shop/a%20b?c=%2Fd&e",
              "{\"x\":1}",
              "Varve-App-Version",
              "1.0.0",
              "x-functions-key",
              "secret-1",
              "Authorization",
              "Bearer secret-2",
              "X-Forwarded-For",
              "6.6.6.6",
              "X-Forwarded-Host",
              "evil.example",
              "Forwarded",
              "for=6.6.6.6",
              "X-Mine",
              "kept");

      String base = "127.0.0.1:" + place.server.port();
      assertThat(answer.body())
          .startsWith("1.0.0 /a%20b?c=%2Fd&e\n")
          .endsWith("{\"x\":1}")
          .contains("X-mine=[kept]")
          .contains("X-forwarded-host=[" + base + "]")
          .contains("X-forwarded-prefix=[/apps/shop]")
          .contains("X-forwarded-for=[127.0.0.1]")
          .doesNotContain("secret", "6.6.6.6", "evil.example");
      assertThat(answer.headers().firstValue("X-Tiny")).contains("1.0.0");
      assertThat(answer.headers().firstValue("Keep-Alive")).isEmpty();
    }
  }

  @Test
  void versions_and_names_that_are_none_are_told_so() throws IOException {
    try (Place place = Place.of(directory, TinyApp.host(directory, "1.0.0").open(), b -> b)) {
      assertThat(place.caller.post("1.0", "/a").statusCode()).isEqualTo(400);
      assertThat(place.caller.post("7.0.0", "/a").statusCode()).isEqualTo(404);
      assertThat(place.caller.send("GET", "/apps/Shop/a", "").statusCode()).isEqualTo(400);
      assertThat(place.caller.send("GET", "/apps/shop/a", "").statusCode()).isEqualTo(404);
      assertThat(place.caller.deploy("7.0.0").statusCode()).isEqualTo(409);
      assertThat(place.caller.deploy("no").statusCode()).isEqualTo(400);
      assertThat(place.caller.send("POST", "/varve/v1/router/deploy", "[]").statusCode())
          .isEqualTo(400);
      assertThat(TinyApp.living(directory)).isEmpty();
      assertThat(place.caller.apps()).isEmpty();
    }
  }

  @Test
  void the_hub_routes_of_an_app_need_the_roles_that_they_need_elsewhere() {
    assertThat(new InnerPath("DELETE", RouterFront.DURABLE + "/instances/a").role())
        .contains(Role.ADMIN);
    assertThat(new InnerPath("POST", RouterFront.DURABLE + "/instances/a/terminate").role())
        .contains(Role.OPERATE);
    assertThat(new InnerPath("GET", "/orders").role()).isEmpty();
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
