package dev.varve.management;

import static dev.varve.management.TestApi.BASE;
import static dev.varve.management.TestApi.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.jdbc.PostgresStorage;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.jdbc.server.PostgresServer;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile texts in every filter find what a plain comparison finds, on every store. */
class QuerySafetyTest {
  /** Made to end a text, to be a wildcard, an escape, a comment, an operator, or another letter. */
  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "%",
          "_",
          "\\",
          "\\%",
          "\\_",
          ";",
          "--",
          "/*",
          "*/",
          "`",
          "$1",
          "?",
          ":id",
          "{0}",
          "${x}",
          "|",
          "||",
          "*",
          "[a]",
          "[^a]",
          "?*",
          "#",
          "=",
          "<",
          "&",
          "+",
          " ",
          "\u00e9",
          "e\u0301",
          "\u0130",
          "\ud83d\ude00",
          "\u00df",
          "\u212a",
          "or",
          "OR",
          "\u2028",
          "\uffff");

  private static final List<String> SENTENCES =
      List.of(
          "x' OR '1'='1",
          "x'; DROP TABLE varve_instance; --",
          "x\" OR \"\"=\"",
          "%' ESCAPE '\\",
          "a%b_c",
          "a\\%b",
          "' UNION SELECT 1,2,3 --",
          "PartitionKey eq 'x' or true",
          "x' or PartitionKey ne 'x",
          "{\"$ne\":1}",
          "1=1",
          "$(id)",
          "`id`",
          "../../etc",
          "<script>",
          "null",
          "NULL",
          "true",
          "0",
          "-1",
          "1e999");

  @TempDir Path directory;

  private static List<String> hostile() {
    Set<String> texts = new TreeSet<>(PIECES);
    for (String piece : PIECES) {
      texts.add(piece + "a");
      texts.add("a" + piece);
      texts.add("a" + piece + "b");
      texts.add(piece + piece);
    }
    texts.addAll(SENTENCES);
    texts.add("a");
    texts.add("A");
    texts.add("ab");
    return List.copyOf(texts);
  }

  @Test
  void SEC9_there_are_two_hundred_hostile_texts() {
    assertThat(hostile().size()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void SEC9_filters_in_memory_find_what_a_comparison_finds() {
    findsWhatAComparisonFinds(new InMemoryStorage());
  }

  @Test
  void SEC9_filters_in_SQLite_find_what_a_comparison_finds() {
    findsWhatAComparisonFinds(SqliteStorage.at(directory.resolve("orders.db")));
  }

  @Test
  void SEC9_filters_in_PostgreSQL_find_what_a_comparison_finds() {
    findsWhatAComparisonFinds(PostgresStorage.on(PostgresServer.shared().newDatabase()));
  }

  private static void findsWhatAComparisonFinds(Storage storage) {
    List<String> ids = hostile();
    try (TestApi api = TestApi.on(storage)) {
      Filled.with(api.hub, "Filled_v1", ids);
      for (String text : ids) {
        Set<String> expected =
            ids.stream().filter(id -> id.startsWith(text)).collect(Collectors.toSet());
        String encoded = ApiCall.encode(text);
        assertThat(listed(api, "instanceIdPrefix=" + encoded))
            .as("prefix " + text)
            .isEqualTo(expected);
        ApiResponse one = api.get(BASE + "/instances/" + encoded);
        assertThat(one.status()).as("id " + text).isEqualTo(202);
        assertThat(json(one).get("instanceId").asString()).isEqualTo(text);
        assertThat(api.get(BASE + "/instances/" + encoded + "zz").status()).isEqualTo(404);
        for (String filter :
            List.of("runtimeStatus", "createdTimeFrom", "createdTimeTo", "taskHub", "top")) {
          int status = api.get(BASE + "/instances?" + filter + "=" + encoded).status();
          // Text that happens to be a number may be in range, and a blank status is one.
          assertThat(status).as(filter + " " + text).isEqualTo(400);
        }
        assertThat(api.get(BASE + "/instances", "x-ms-continuation-token", header(text)).status())
            .isEqualTo(400);
      }
      assertThat(listed(api, "top=1000")).isEqualTo(Set.copyOf(ids));
    }
  }

  /** What a header can hold of it. */
  private static String header(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~') ? "!" + text : "!";
  }

  private static Set<String> listed(TestApi api, String query) {
    List<String> ids = new ArrayList<>();
    json(api.get(BASE + "/instances?" + query + (query.contains("top") ? "" : "&top=1000")))
        .forEach(instance -> ids.add(instance.get("instanceId").asString()));
    assertThat(ids).doesNotHaveDuplicates();
    return Set.copyOf(ids);
  }
}
