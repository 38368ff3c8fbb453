package dev.varve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands on parked instances, beside a live worker of a bad build. */
class ParkedCommandsTest {
  private static final String HUB = "stage";

  @TempDir Path directory;
  private Path file;
  private Build released;
  private Build edited;

  @BeforeEach
  void build() {
    file = directory.resolve("orders.db");
    released = Build.of(directory.resolve("released"), Build.shop());
    edited = Build.of(directory.resolve("edited"), Build.editedShop());
  }

  private Varve badWorker() {
    return ShopHub.parking(() -> SqliteStorage.at(file), HUB, released, edited, "order-rum");
  }

  private Shell.Result stage(String words, String... more) {
    return Shell.on(file, HUB, words, more);
  }

  @Test
  void B3_the_command_lists_and_explains_what_a_bad_build_parked() {
    try (Varve bad = badWorker()) {
      bad.client().scheduleNewOrchestrationInstance("Order_v1", "tea");
      JsonNode listed = stage("parked list --json").json().get("instances");
      assertThat(listed.size()).isEqualTo(1);
      assertThat(listed.at("/0/instance").asString()).isEqualTo("order-rum");
      assertThat(listed.at("/0/condition").asString()).isEqualTo("DIVERGED");
      assertThat(listed.at("/0/failedBuilds/0").asString()).isEqualTo("42");
      assertThat(stage("parked list").out()).contains("Hub stage: 1 instance that cannot go on.");
      assertThat(stage("parked list --condition poison").out()).doesNotContain("order-rum");

      Shell.Result explained = stage("parked explain order-rum");
      assertThat(explained.exitCode()).isZero();
      assertThat(explained.out())
          .startsWith("Order_v1 order-rum (running): DIVERGED since ")
          .contains("recorded: TaskScheduled: activity 'Charge_v1' as task 1")
          .contains("now:      TaskScheduled: activity 'Reserve' as task 1")
          .contains("What to do: Deploy the code of Order_v1 as it was");
      assertThat(stage("parked explain order-rum --json").json().get("event").asInt()).isOne();
    }
  }

  @Test
  void B3_the_command_explains_nothing_that_is_not_parked_and_retries_only_what_is_named() {
    try (Varve bad = badWorker()) {
      String other = bad.client().scheduleNewOrchestrationInstance("Order_v1", "tea");

      Shell.Result fine = stage("parked explain", other);
      assertThat(fine.exitCode()).isEqualTo(1);
      assertThat(fine.err()).contains("not parked").hasLineCount(1);
      assertThat(stage("parked explain nobody").exitCode()).isEqualTo(1);
      for (String words : new String[] {"parked retry", "parked retry order-rum --name Order"}) {
        assertThat(stage(words).exitCode()).isEqualTo(2);
        assertThat(stage(words).err()).contains("give ids, or filters");
      }
      Shell.Result mixed = stage("parked retry order-rum nobody", "--reason", "disk replaced");
      assertThat(mixed.exitCode()).isEqualTo(1);
      assertThat(mixed.out())
          .contains("order-rum is tried again", "nobody does not exist", "1 of 2");
      assertThat(stage("instances history order-rum").out()).doesNotContain("nobody");
    }
  }

  @Test
  void B3_the_command_has_a_parked_instance_tried_again_by_the_build_that_failed() {
    badWorker().close();
    assertThat(stage("parked retry --name Order --json", "--reason", "disk replaced").err())
        .isEqualTo("varve: no worker is live; the next one that starts carries it out\n");

    try (Varve good =
        Varve.builder()
            .storage(SqliteStorage.at(file))
            .hub(HUB)
            .buildId("42")
            .register(released.registrations())
            .start()) {
      assertThat(good).isNotNull();
      Await.until(
          "rum has ended",
          () -> stage("instances show order-rum").out().contains("output    \"rum paid by card\""));
    }
    assertThat(stage("instances history order-rum").out()).contains("disk replaced");
    assertThat(stage("parked list").out()).contains("no instance is parked");
  }
}
