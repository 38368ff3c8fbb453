package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static dev.varve.management.TestApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.jdbc.SqliteStorage;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Lists of many instances, page by page. */
class ListTest {
  private static final int INSTANCES = 10_000;
  private static final int CHANGES = 600;
  private static final String TOKEN = "x-ms-continuation-token";

  @TempDir Path directory;

  @Test
  void ten_thousand_instances_in_memory_are_listed_once_each_while_others_come_and_go() {
    listsUnderChange(new InMemoryStorage());
  }

  @Test
  void ten_thousand_instances_in_SQLite_are_listed_once_each_while_others_come_and_go() {
    listsUnderChange(SqliteStorage.at(directory.resolve("orders.db")));
  }

  /** What is there all the time is on exactly one page; what comes and goes is on at most one. */
  private void listsUnderChange(Storage storage) {
    try (TestApi api = TestApi.on(storage)) {
      List<String> staying =
          IntStream.range(0, INSTANCES).mapToObj(number -> "stay-" + number).toList();
      // In between, so that what goes leaves gaps on every page.
      List<String> all = new ArrayList<>();
      for (int i = 0; i < INSTANCES; i++) {
        all.add(staying.get(i));
        if (i % (INSTANCES / CHANGES) == 0) {
          all.add("goes-" + i);
        }
      }
      Filled.with(api.hub, "Filled_v1", all);
      api.working();
      AtomicBoolean done = new AtomicBoolean();
      Thread changing = Thread.ofVirtual().start(() -> change(api, done));
      try {
        for (int size : List.of(1_000, 137)) {
          List<String> listed = listed(api, size);
          assertThat(listed).doesNotHaveDuplicates();
          assertThat(listed.stream().filter(id -> id.startsWith("stay-")))
              .containsExactlyInAnyOrderElementsOf(staying);
        }
      } finally {
        done.set(true);
        Filled.join(changing);
      }
      assertThat(api.hub.instance("goes-0")).isEmpty();
    }
  }

  /** Terminates, removes and starts until told to stop. */
  private static void change(TestApi api, AtomicBoolean done) {
    int number = 0;
    do {
      String id = "goes-" + number * (INSTANCES / CHANGES);
      if (api.post(BASE + "/instances/" + id + "/terminate", "").status() == 202) {
        api.awaitStatus(id, "Terminated");
        api.delete(BASE + "/instances/" + id);
      }
      api.post(BASE + "/orchestrators/Echo/new-" + number, "1");
      number++;
    } while (!done.get());
  }

  private static List<String> listed(TestApi api, int size) {
    List<String> ids = new ArrayList<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      ApiResponse page = api.get(BASE + "/instances?top=" + size, TOKEN, token.get());
      assertThat(page.status()).isEqualTo(200);
      JsonNode instances = json(page);
      assertThat(instances.size()).isLessThanOrEqualTo(size);
      instances.forEach(instance -> ids.add(instance.get("instanceId").asString()));
      token = page.header(TOKEN);
    }
    return ids;
  }

  @Test
  void a_page_of_large_values_ends_early_and_says_so() {
    try (TestApi api = TestApi.inMemory()) {
      api.working();
      String large = "\"" + "x".repeat(3 * 1024 * 1024) + "\"";
      for (int i = 0; i < 5; i++) {
        api.started("Waiting", large);
      }
      ApiResponse first = api.get(BASE + "/instances");
      assertThat(json(first)).hasSize(3);
      ApiResponse second = api.get(BASE + "/instances", TOKEN, first.header(TOKEN).orElseThrow());
      assertThat(json(second)).hasSize(2);
      assertThat(second.header(TOKEN)).isEmpty();
    }
  }

  @Test
  void a_token_that_no_page_gave_is_refused() {
    try (TestApi api = TestApi.inMemory()) {
      for (String token : List.of("x", "bnVsbA==", "../..", "MTp4Cg", "%%%", "a:b")) {
        ApiResponse answer = api.get(BASE + "/instances", TOKEN, token);
        assertThat(answer.status()).as(token).isIn(200, 400);
        if (answer.status() == 200) {
          assertThat(answer.text()).isEqualTo("[]");
        }
      }
      assertThat(api.get(BASE + "/instances?top=1001").status()).isEqualTo(400);
      assertThat(api.get(BASE + "/instances?top=0").status()).isEqualTo(400);
    }
  }
}
