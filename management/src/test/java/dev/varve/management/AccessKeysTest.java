package dev.varve.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.InMemoryStorage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that are kept in a hub. */
class AccessKeysTest {
  private final InMemoryStorage storage = new InMemoryStorage();
  private final AccessKeys keys = AccessKeys.of(storage.hub(TestApi.HUB));
  private final TestApi api = TestApi.with(storage, hubs -> hubs, with -> with.authenticator(keys));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void SEC5_a_key_lets_its_holder_do_what_its_role_may() {
    String reader = keys.create("pipeline", Role.READ, "ann");
    String operator = keys.create("ops", Role.OPERATE, "ann");

    assertThat(api.get("/api/StatusCheck").status()).isEqualTo(401);
    assertThat(api.get("/api/StatusCheck").header("WWW-Authenticate")).contains("Bearer");
    assertThat(api.get("/api/StatusCheck", "x-functions-key", reader).text())
        .contains("\"HasRunning\" : false");
    assertThat(api.post("/api/StatusCheck", "", "Authorization", "Bearer " + reader).status())
        .isEqualTo(200);
    String makeEvent = TestApi.BASE + "/instances/x/raiseEvent/go";
    assertThat(api.post(makeEvent, "", "x-functions-key", reader).status()).isEqualTo(403);
    assertThat(api.post(makeEvent, "", "x-functions-key", operator).status()).isEqualTo(404);
  }

  @Test
  void SEC5_wrong_keys_are_refused() {
    String key = keys.create("pipeline", Role.ADMIN, "ann");
    keys.create("other", Role.ADMIN, "ann");
    String secret = key.substring(key.indexOf('.'));
    for (String wrong :
        List.of(
            "",
            " ",
            key + "x",
            key.substring(0, key.length() - 1) + (key.endsWith("A") ? "B" : "A"),
            key.substring(1),
            "other" + secret,
            "nobody" + secret,
            "pipeline",
            "pipeline.",
            secret,
            "../" + key,
            key.toUpperCase(java.util.Locale.ROOT),
            key + "," + key)) {
      assertThat(api.get("/varve/v1/hubs", "x-functions-key", wrong).status())
          .as(wrong)
          .isEqualTo(401);
    }
    assertThat(api.get("/varve/v1/hubs?code=" + key).status()).isEqualTo(401);
    assertThat(api.get("/varve/v1/hubs", "Cookie", "x-functions-key=" + key).status())
        .isEqualTo(401);
    assertThat(api.get("/varve/v1/hubs", "Authorization", "Basic " + key).status()).isEqualTo(401);
    assertThat(api.get("/varve/v1/hubs", "Authorization", "bearer " + key).status()).isEqualTo(200);
  }

  @Test
  void a_key_that_is_removed_or_made_anew_counts_no_longer() {
    String first = keys.create("pipeline", Role.READ, "ann");
    String second = keys.create("pipeline", Role.OPERATE, "ann");
    assertThat(api.get("/varve/v1/hubs", "x-functions-key", first).status()).isEqualTo(401);
    assertThat(api.get("/varve/v1/hubs", "x-functions-key", second).status()).isEqualTo(200);
    assertThat(keys.list()).containsExactly(java.util.Map.entry("pipeline", Role.OPERATE));

    assertThat(keys.remove("pipeline", "bob")).isTrue();
    assertThat(keys.remove("pipeline", "bob")).isFalse();
    assertThat(api.get("/varve/v1/hubs", "x-functions-key", second).status()).isEqualTo(401);
    assertThat(keys.list()).isEmpty();
    assertThat(api.hub.records().auditLog(0, 10))
        .extracting(AuditEntry::who)
        .containsExactly("ann", "ann", "bob");
  }

  @Test
  void the_hub_keeps_no_key() {
    String key = keys.create("pipeline", Role.READ, "ann");
    String secret = key.substring(key.indexOf('.') + 1);
    assertThat(api.hub.records().list(""))
        .extracting(HubRecord::value)
        .noneMatch(value -> value.contains(secret));
    assertThat(api.hub.records().auditLog(0, 10))
        .noneMatch(entry -> entry.toString().contains(secret));
  }

  @Test
  void names_of_keys_are_checked() {
    for (String name : List.of("", "Pipeline", "a b", "a.b", "a/b", "x".repeat(41), "a\n")) {
      assertThatThrownBy(() -> keys.create(name, Role.READ, "ann"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
