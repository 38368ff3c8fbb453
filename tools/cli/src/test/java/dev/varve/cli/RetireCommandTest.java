package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The retire report, on a hub with two orders in flight and one that has ended. */
class RetireCommandTest {
  private static final String AT_ONCE = " --settling 0";

  @TempDir Path directory;
  private Path file;
  private Build released;

  @BeforeEach
  void fill() {
    file = directory.resolve("orders.db");
    released = Build.of(directory.resolve("released"), Build.shop());
    ShopHub.fill(SqliteStorage.at(file), released);
  }

  private Shell.Result retire(String words) {
    return Shell.on(file, ShopHub.NAME, "retire " + words);
  }

  private String verdict(String words) {
    return retire(words + " --json").json().at("/versions/0/verdict").asString();
  }

  @Test
  void B4_the_command_ends_with_3_while_a_version_is_needed_and_with_0_when_it_is_not()
      throws IOException {
    Path current = Files.writeString(directory.resolve("versions.properties"), "Order=2\n");
    String moved = AT_ONCE + " --versions-file " + current;
    try (Varve worker = ShopHub.worker(SqliteStorage.at(file), released)) {
      Shell.Result inUse = retire("Order_v1" + moved);
      assertThat(inUse.exitCode()).isEqualTo(3);
      assertThat(inUse.out()).contains("orchestrator Order_v1: not yet", "in flight 2");
      assertThat(verdict("Order_v1" + moved)).isEqualTo("NOT_YET");

      for (String id : new String[] {"order-coffee", "order-milk"}) {
        worker.client().terminate(id, null);
      }
      Await.until("Order_v1 is free", () -> retire("Order_v1" + moved).exitCode() == 0);
      assertThat(verdict("Order_v1" + moved)).isEqualTo("SAFE");
      assertThat(retire("Order_v1 Charge_v1" + moved).out())
          .contains("orchestrator Order_v1: safe to remove", "activity Charge_v1: ");
      assertThat(verdict("Order_v1" + AT_ONCE)).isEqualTo("BLOCKED_BY");
    }
  }

  @Test
  void B4_the_command_takes_who_calls_what_and_ends_with_4_for_a_name_without_a_trace() {
    assertThat(retire("Ordr_v1" + AT_ONCE).exitCode()).isEqualTo(4);
    assertThat(retire("Ordr_v1" + AT_ONCE).out()).contains("has no trace of Ordr_v1");
    assertThat(retire("Order_v01" + AT_ONCE).exitCode()).isEqualTo(2);
    assertThat(retire("--settling -1").exitCode()).isEqualTo(2);
    assertThat(retire("--versions-file nowhere.properties").err())
        .contains("nowhere.properties")
        .hasLineCount(1);

    JsonNode all = retire("--only-called-by Order= " + AT_ONCE.strip() + " --json").json();
    assertThat(all.get("versions").valueStream().map(row -> row.get("function").asString()))
        .containsExactly("Order_v1", "Charge_v1");
    assertThat(all.get("exitCode").asInt()).isEqualTo(3);
  }
}
