package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.UnknownFunctionException;
import dev.varve.VarveClient;
import dev.varve.storage.OnlyVersions;
import dev.varve.versioning.CodeVersions;
import dev.varve.versioning.VersionSource;
import dev.varve.versioning.VersionSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V3 and V13: which version a start by base name gets, and how that is changed and taken back. */
abstract class ConfigurationContract extends VersioningContract {
  @Test
  void V3_a_start_by_base_name_takes_what_is_configured_at_that_moment() {
    site.deploy(Code.answering("Order_v1", "Order_v2"));
    for (int version : new int[] {1, 2, 1, 2}) {
      current("Order", version);
      assertThat(startedVersion(client, "Order")).isEqualTo("Order_v" + version);
    }
  }

  @Test
  void V3_the_default_version_counts_for_starts_and_is_no_entry_of_another_base() {
    site.deploy(
        Code.charging("Order_v1", "Order_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    site.configuration().setDefault(2);
    String byDefault = start("Order");
    site.configuration().setDefault(1);
    current("Order", 2);
    String byEntry = start("Order");
    client.raiseEvent(byDefault, "Go");
    client.raiseEvent(byEntry, "Go");
    assertThat(output(byDefault)).isEqualTo("Order_v2 Charge_v2");
    assertThat(output(byEntry)).isEqualTo("Order_v2 Charge_v2");
  }

  @Test
  void V3_a_file_moves_new_starts_while_everything_runs(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("versions.properties"), "Order=1\n");
    CodeVersions override = VersionSources.inCode();
    try (VersionSource versions =
        VersionSources.combined(VersionSources.watching(file), override)) {
      site.configureBy(versions);
      VarveClient worker =
          site.deploy(
                  Code.charging("Order_v1", "Order_v2")
                      .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")))
              .client();
      String before = worker.scheduleNewOrchestrationInstance("Order", "x");
      Files.writeString(file, "Order=2\n");
      Site.await(
          "the file was read",
          () -> versions.snapshot().entry("Order").orElseThrow().version() == 2);
      String after = worker.scheduleNewOrchestrationInstance("Order", "x");
      override.set("Order", 1);
      String overridden = worker.scheduleNewOrchestrationInstance("Order", "x");
      for (String id : new String[] {before, after, overridden}) {
        client.raiseEvent(id, "Go");
      }
      assertThat(output(before)).isEqualTo("Order_v1 Charge_v1");
      assertThat(output(after)).isEqualTo("Order_v2 Charge_v2");
      assertThat(output(overridden)).isEqualTo("Order_v1 Charge_v1");
    }
  }

  @Test
  void V3_the_only_version_known_is_recorded_as_current_and_another_one_changes_nothing() {
    Worker first = site.deploy(Code.answering("Order_v1"));
    assertThat(startedVersion(client, "Order")).isEqualTo("Order_v1");
    assertThat(OnlyVersions.all(site.hub().records())).isEqualTo(Map.of("Order", 1));

    Worker second = site.deploy(Code.answering("Order_v1", "Order_v2"));
    assertThat(startedVersion(client, "Order")).isEqualTo("Order_v1");
    assertThat(startedVersion(second.client(), "Order")).isEqualTo("Order_v1");

    first.kill();
    second.kill();
    Worker third = site.deploy(Code.answering("Order_v1", "Order_v2"));
    assertThat(startedVersion(third.client(), "Order")).isEqualTo("Order_v1");
    current("Order", 2);
    assertThat(startedVersion(third.client(), "Order")).isEqualTo("Order_v2");
    assertThat(OnlyVersions.all(site.hub().records())).isEqualTo(Map.of("Order", 1));
  }

  @Test
  void V3_of_two_versions_none_is_taken_by_guess() {
    site.deploy(Code.answering("Order_v1", "Order_v2"));
    assertThatThrownBy(() -> start("Order"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("Order_v1, Order_v2");
    assertThat(client.countInstances()).isEmpty();
    assertThat(OnlyVersions.all(site.hub().records())).isEmpty();
  }

  @Test
  void V3_a_current_version_that_nobody_knows_is_refused_with_its_source_and_writes_nothing() {
    site.deploy(Code.answering("Order_v1", "Order_v2"));
    current("Order", 3);
    assertThatThrownBy(() -> start("Order"))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("3 (from code)")
        .hasMessageContaining("Order_v1, Order_v2");
    assertThat(client.countInstances()).isEmpty();
  }

  @Test
  void V3_a_version_registered_by_another_process_is_known_without_a_restart() {
    current("Order", 2);
    Worker old = site.deploy(Code.answering("Order_v1"));
    assertThatThrownBy(() -> startedVersion(old.client(), "Order"))
        .isInstanceOf(UnknownFunctionException.class);
    site.deploy(Code.answering("Order_v2"));
    assertThat(startedVersion(old.client(), "Order")).isEqualTo("Order_v2");
  }

  @Test
  void V13_after_a_rollback_new_starts_are_v1_and_v2_instances_finish_on_v2() {
    Worker before =
        site.deploy(
            Code.charging("Order_v1", "Order_v2")
                .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    current("Order", 1);
    String first = start("Order");
    current("Order", 2);
    String second = start("Order");
    current("Order", 1);
    String third = start("Order");
    for (String id : new String[] {first, second, third}) {
      awaitStatus(id, Code.WAITING);
    }
    before.kill();
    site.deploy(
        Code.charging("Order_v1", "Order_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2")));
    for (String id : new String[] {first, second, third}) {
      client.raiseEvent(id, "Go");
    }
    assertThat(output(first)).isEqualTo("Order_v1 Charge_v1");
    assertThat(output(second)).isEqualTo("Order_v2 Charge_v2");
    assertThat(output(third)).isEqualTo("Order_v1 Charge_v1");
  }
}
