package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.StartOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.Varve;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** V1, V2, V4 and V16: names, versions next to each other, starts by an explicit version. */
abstract class SideBySideContract extends VersioningContract {
  private Worker deployVersions(String... versions) {
    return site.deploy(code -> {
      for (String version : versions) {
        Code.charging("Order" + version).accept(code);
        Code.activities(site.journal(), "Charge" + version).accept(code);
      }
    });
  }

  private String finished(String id) {
    client.raiseEvent(id, "Go");
    return output(id);
  }

  @Test
  void V1_names_that_are_no_versions_are_refused_at_registration_and_named() {
    for (String name : List.of("Order_v0", "Order_v02", "Order_v", "_v1", "Order_v2147483648")) {
      assertThatThrownBy(() -> Code.answering(name).accept(Varve.builder()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name);
    }
    assertThatThrownBy(() -> Code.answering("Order_v1", "Order_v1").accept(Varve.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Order_v1' is registered twice");
  }

  @Test
  void V1_version_10_is_newer_than_version_9() {
    site.deploy(
        Code.charging("Order_v11")
            .andThen(Code.activities(site.journal(), "Charge_v9", "Charge_v10", "Charge")));
    assertThat(finished(start("Order_v11"))).isEqualTo("Order_v11 Charge_v10");
  }

  @Test
  void V2_registering_v2_changes_nothing_about_v1() {
    current("Order", 1);
    Worker before = deployVersions("_v1");
    String old = start("Order");
    assertThat(finished(old)).isEqualTo("Order_v1 Charge_v1");
    before.close();

    deployVersions("_v1", "_v2");
    String young = start("Order");
    assertThat(finished(young)).isEqualTo("Order_v1 Charge_v1");
    assertThat(started(young).versionSetId()).isEqualTo(started(old).versionSetId());
    assertThat(history(young)).hasSameSizeAs(history(old));
    assertThat(scheduled(young)).isEqualTo(scheduled(old));
  }

  @Test
  void V2_both_versions_run_in_one_process_at_once() {
    deployVersions("_v1", "_v2");
    String one = start("Order", 1);
    String two = start("Order", 2);
    awaitStatus(one, Code.WAITING);
    awaitStatus(two, Code.WAITING);
    assertThat(finished(two)).isEqualTo("Order_v2 Charge_v2");
    assertThat(finished(one)).isEqualTo("Order_v1 Charge_v1");
  }

  @Test
  void V4_every_registered_version_can_be_started_explicitly_in_both_ways_of_saying_it() {
    current("Order", 2);
    deployVersions("_v1", "_v2", "_v3");
    for (int version = 1; version <= 3; version++) {
      String expected = "Order_v%d Charge_v%d".formatted(version, version);
      assertThat(finished(start("Order", version))).isEqualTo(expected);
      assertThat(finished(start("Order_v" + version))).isEqualTo(expected);
    }
  }

  @Test
  void V4_an_unknown_version_is_refused_with_the_known_ones_and_nothing_is_written() {
    deployVersions("_v1", "_v2");
    for (String name : List.of("Order_v3", "Order_v99")) {
      assertThatThrownBy(() -> start(name))
          .isInstanceOf(UnknownFunctionException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("Order_v1, Order_v2");
    }
    assertThatThrownBy(() -> start("Order_v1", 2))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("Order_v1")
        .hasMessageContaining("version 2");
    assertThat(client.countInstances()).isEmpty();
    assertThat(site.hub().records().list("")).isEmpty();
  }

  @Test
  void V4_a_start_for_later_is_pinned_when_it_is_scheduled() {
    current("Order", 1);
    deployVersions("_v1", "_v2");
    Instant later = site.hub().now().plus(Duration.ofMillis(300));
    String id =
        client.scheduleNewOrchestrationInstance(
            "Order", "x", StartOptions.DEFAULT.withStartTime(later));
    current("Order", 2);
    assertThat(metadata(id).function()).hasToString("Order_v1");
    assertThat(finished(id)).isEqualTo("Order_v1 Charge_v1");
    assertThat(metadata(id).completedAt().orElseThrow()).isAfterOrEqualTo(later);
    assertThat(finished(start("Order"))).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void V16_instances_without_a_version_run_next_to_versioned_ones() {
    current("Order", 0);
    deployVersions("", "_v1");
    String legacy = start("Order");
    awaitStatus(legacy, Code.WAITING);
    current("Order", 1);
    String versioned = start("Order");
    String chosen = start("Order", 0);

    assertThat(finished(versioned)).isEqualTo("Order_v1 Charge_v1");
    assertThat(finished(legacy)).isEqualTo("Order Charge");
    assertThat(finished(chosen)).isEqualTo("Order Charge");
    assertThat(metadata(legacy).function().version()).isZero();
  }

  @Test
  void V16_an_instance_without_a_version_outlives_the_process_it_began_in() {
    Worker before = deployVersions("");
    String legacy = start("Order");
    awaitStatus(legacy, Code.WAITING);
    before.kill();
    current("Order", 1);
    deployVersions("", "_v1");
    assertThat(finished(legacy)).isEqualTo("Order Charge");
    assertThat(finished(start("Order"))).isEqualTo("Order_v1 Charge_v1");
  }
}
