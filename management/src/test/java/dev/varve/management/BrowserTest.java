package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of others cannot use the API through a browser. */
class BrowserTest {
  private final TestApi api =
      TestApi.inMemory(with -> with.allowHost("ops.example").allowOrigin("https://dash.example"))
          .working();

  @AfterEach
  void close() {
    api.close();
  }

  private ApiResponse start(String... headers) {
    return api.post(BASE + "/orchestrators/Echo", "1", headers);
  }

  @Test
  void SEC7_a_page_of_another_origin_changes_nothing() {
    for (String origin :
        List.of(
            "http://evil.example",
            "https://localhost:8080",
            "http://localhost",
            "http://localhost:8081",
            "http://localhost:8080.evil.example",
            "null",
            "",
            "https://dash.example.evil.example")) {
      assertThat(start("Origin", origin).status()).as(origin).isEqualTo(403);
    }
    for (String site : List.of("cross-site", "same-site", "x")) {
      assertThat(start("Sec-Fetch-Site", site).status()).as(site).isEqualTo(403);
    }
    assertThat(api.delete(BASE + "/instances/x", "Origin", "http://evil.example").status())
        .isEqualTo(403);
    assertThat(api.hub.records().auditLog(0, 10)).isEmpty();
    assertThat(api.hub.counts()).isEmpty();
  }

  @Test
  void SEC7_own_pages_allowed_pages_and_programs_without_an_origin_may() {
    assertThat(start("Origin", "http://localhost:8080").status()).isEqualTo(202);
    assertThat(start("Origin", "https://dash.example").status()).isEqualTo(202);
    assertThat(start("Sec-Fetch-Site", "same-origin").status()).isEqualTo(202);
    assertThat(start("Sec-Fetch-Site", "none").status()).isEqualTo(202);
    assertThat(start().status()).isEqualTo(202);
  }

  @Test
  void SEC7_what_a_form_can_send_is_refused_also_without_an_origin() {
    for (String type :
        List.of("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "")) {
      assertThat(start("Content-Type", type).status()).as(type).isEqualTo(400);
      String terminate = BASE + "/instances/x/terminate";
      assertThat(api.post(terminate, "", "Content-Type", type).status()).as(type).isEqualTo(400);
    }
    assertThat(api.hub.counts()).isEmpty();
  }

  @Test
  void SEC7_a_name_that_was_made_to_point_here_is_refused_for_reading_too() {
    for (String host :
        List.of(
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost:8080@evil.example",
            "evil.example:8080",
            "127.0.0.2",
            "[::2]",
            "localhost, evil.example",
            "localhost/",
            "",
            "localhost:999999")) {
      assertThat(api.get("/varve/v1/hubs", "Host", host).status()).as(host).isEqualTo(403);
    }
    for (String host :
        List.of("localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:80", "ops.example")) {
      assertThat(api.get("/varve/v1/hubs", "Host", host).status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void SEC7_no_answer_lets_other_pages_read_it() {
    ApiResponse answer = api.get("/varve/v1/hubs", "Origin", "http://evil.example");
    assertThat(answer.headers().keySet())
        .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    assertThat(answer.header("Cross-Origin-Resource-Policy")).contains("same-origin");
    assertThat(answer.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    assertThat(answer.header("X-Frame-Options")).contains("DENY");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(api.send("OPTIONS", BASE + "/makeprimary", "").status()).isEqualTo(405);
  }
}
