package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.varve.storage.InMemoryStorage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a request can put into the log of the service, and into its own answer. */
class LogTest {
  private final Logger root = (Logger) LoggerFactory.getLogger("dev.varve");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    root.setLevel(Level.DEBUG);
    root.addAppender(lines);
  }

  @AfterEach
  void stop() {
    root.detachAppender(lines);
    root.setLevel(Level.INFO);
  }

  private static final RouteSet BROKEN =
      () ->
          List.of(
              Route.of(
                  Route.Method.GET,
                  "/broken/{id}",
                  Role.READ,
                  "x",
                  call -> {
                    throw new IllegalStateException("jdbc:secret://inside " + call.path("id"));
                  }));

  @Test
  void SEC15_values_of_users_and_keys_are_never_logged() {
    try (TestApi api = TestApi.inMemory(with -> with.authenticator(TestApi.BY_WORD)).working()) {
      String[] headers = {"x-role", "admin", "x-functions-key", "canary-key"};
      for (Route route : api.api.routes()) {
        String path = route.path().replaceAll("\\{\\w+}", "Echo");
        for (String body : List.of("\"canary-body\"", "{\"canary-body\":", "canary-body")) {
          api.send(route.method().name(), path + "?code=canary-query", body, headers);
        }
      }
      api.post(BASE + "/orchestrators/Failing/f", "\"canary-body\"", headers);
      api.post(BASE + "/orchestrators/Waiting/w", "\"canary-body\"", headers);
      api.post(BASE + "/instances/w/raiseEvent/go", "\"canary-body\"", headers);
      TestApi.until("ended", () -> api.hub.instance("w").orElseThrow().status().isFinished());
    }
    assertThat(logged()).noneMatch(line -> line.contains("canary"));
  }

  @Test
  void SEC15_no_request_can_forge_a_line() {
    try (TestApi api =
        TestApi.with(new InMemoryStorage(), hubs -> hubs, with -> with.routes(BROKEN))) {
      List<String> hostile =
          List.of("%0d%0aERROR%20forged", "%0aforged", "%1b[31mforged", "%c2%85forged", "%00");
      for (String text : hostile) {
        ApiResponse answer = api.get("/broken/" + text);
        assertThat(answer.status()).isEqualTo(500);
        api.get("/" + text);
        api.get("/varve/v1/hubs", "Host", "x\r\nforged");
        api.send("X\r\nforged", "/varve/v1/hubs", "");
      }
      assertThat(lines.list).isNotEmpty();
      assertThat(lines.list)
          .allSatisfy(event ->
              assertThat(event.getFormattedMessage().codePoints())
                  .noneMatch(Character::isISOControl));
      assertThat(lines.list.stream().filter(event -> event.getLevel() == Level.ERROR))
          .hasSize(hostile.size());
    }
  }

  @Test
  void SEC15_an_answer_tells_nothing_of_what_is_inside_and_escapes_what_was_sent() {
    try (TestApi api =
        TestApi.with(new InMemoryStorage(), hubs -> hubs, with -> with.routes(BROKEN))) {
      ApiResponse broken = api.get("/broken/x");
      assertThat(broken.status()).isEqualTo(500);
      assertThat(broken.text())
          .doesNotContain("secret")
          .doesNotContain("Exception")
          .doesNotContain("dev.varve");
      ApiResponse wrong = api.get("/x%0d%0a<script>".replace("<", "%3C").replace(">", "%3E"));
      assertThat(wrong.header("Content-Type").orElse("")).startsWith("application/json");
      ApiResponse host = api.get("/varve/v1/hubs", "Host", "a\u0085\r\nb");
      assertThat(TestApi.message(host)).contains("\\u0085\\u000d\\u000ab");
    }
  }

  private List<String> logged() {
    return lines.list.stream()
        .map(event ->
            event.getFormattedMessage()
                + (event.getThrowableProxy() == null
                    ? ""
                    : ThrowableProxyUtil.asString(event.getThrowableProxy())))
        .toList();
  }
}
