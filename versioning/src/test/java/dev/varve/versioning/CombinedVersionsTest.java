package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions;
import dev.varve.CurrentVersions.Entry;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V3: several sources with a stated precedence. */
final class CombinedVersionsTest {
  @TempDir private Path directory;
  private final CodeVersions code = VersionSources.inCode();
  private final Properties properties = new Properties();
  private final SystemPropertyVersions system = new SystemPropertyVersions(properties);
  private final HubStore hub = new InMemoryStorage().hub("orders");
  private final HubVersions admin = HubVersions.of(hub).force();
  private final HubRecordVersions records =
      new HubRecordVersions("orders", () -> VersionRecords.all(hub.records()));
  private Path file;
  private WatchedVersionFile watched;

  @BeforeEach
  void write_a_file() throws Exception {
    file = Files.writeString(directory.resolve("versions.properties"), "# none\n");
    watched = new WatchedVersionFile(file, snapshot -> {});
  }

  @Test
  void V3_code_goes_before_properties_before_the_hub_before_the_file_before_the_environment()
      throws Exception {
    var environment = environment(Map.of("VARVE_VERSION_Order", "1"));
    // Given the wrong way round, since the order of the arguments must not matter.
    CurrentVersions all = VersionSources.combined(environment, watched, records, system, code);
    assertThat(entry(all)).isEqualTo(new Entry(1, "environment variable VARVE_VERSION_Order"));
    rewrite("Order=2");
    assertThat(entry(all)).isEqualTo(new Entry(2, file.toString()));
    admin.set("Order", 3, "ann", "");
    records.look();
    assertThat(entry(all)).isEqualTo(new Entry(3, "the records of hub orders"));
    properties.setProperty("varve.version.Order", "4");
    assertThat(entry(all)).isEqualTo(new Entry(4, "system property varve.version.Order"));
    code.set("Order", 5);
    assertThat(entry(all)).isEqualTo(new Entry(5, "code"));

    code.remove("Order");
    properties.clear();
    assertThat(entry(all)).isEqualTo(new Entry(3, "the records of hub orders"));
    admin.remove("Order", "ann", "");
    records.look();
    assertThat(entry(all)).isEqualTo(new Entry(2, file.toString()));
  }

  @Test
  void V3_the_default_follows_the_same_order_and_host_json_is_the_last() throws Exception {
    Path hostFile = directory.resolve("host.json");
    Files.writeString(hostFile, "{\"extensions\": {\"durableTask\": {\"defaultVersion\": 1}}}");
    HostJsonVersions host = new HostJsonVersions(hostFile);
    CurrentVersions lowest = VersionSources.combined(host, watched, records, system, code);
    assertThat(lowest.snapshot().defaultEntry())
        .isEqualTo(new Entry(1, hostFile + ", extensions.durableTask.defaultVersion"));

    var environment = environment(Map.of("VARVE_DEFAULT_VERSION", "2"));
    CurrentVersions all =
        VersionSources.combined(host, environment, watched, records, system, code);
    assertThat(all.snapshot().defaultEntry())
        .isEqualTo(new Entry(2, "environment variable VARVE_DEFAULT_VERSION"));
    rewrite("*=3");
    assertThat(all.snapshot().defaultEntry()).isEqualTo(new Entry(3, file.toString()));
    admin.setDefault(4, "ann", "");
    records.look();
    assertThat(all.snapshot().defaultEntry()).isEqualTo(new Entry(4, "the records of hub orders"));
    properties.setProperty("varve.default.version", "5");
    assertThat(all.snapshot().defaultEntry())
        .isEqualTo(new Entry(5, "system property varve.default.version"));
    code.setDefault(6);
    assertThat(all.snapshot().defaultEntry()).isEqualTo(new Entry(6, "code"));
  }

  @Test
  void V3_an_entry_of_the_lowest_source_goes_before_the_default_of_the_highest() {
    var environment = environment(Map.of("VARVE_VERSION_Order", "1", "VARVE_DEFAULT_VERSION", "9"));
    code.setDefault(5);
    var all = VersionSources.combined(code, environment);
    assertThat(entry(all).version()).isEqualTo(1);
    assertThat(all.snapshot().defaultEntry()).isEqualTo(new Entry(5, "code"));
    assertThat(all.snapshot().entry("Ship")).isEmpty();
  }

  @Test
  void V3_a_lower_default_does_not_touch_a_higher_entry() {
    var environment = environment(Map.of("VARVE_DEFAULT_VERSION", "9"));
    code.set("Order", 2);
    var all = VersionSources.combined(environment, code);
    assertThat(entry(all)).isEqualTo(new Entry(2, "code"));
    assertThat(all.snapshot().defaultEntry())
        .isEqualTo(new Entry(9, "environment variable VARVE_DEFAULT_VERSION"));
  }

  @Test
  void V3_of_two_sources_of_a_kind_the_first_wins_and_foreign_ones_count_as_code() {
    CurrentVersions foreign = CurrentVersions.of(Map.of("Order", 6));
    code.set("Order", 7);
    properties.setProperty("varve.version.Order", "3");
    assertThat(entry(VersionSources.combined(system, foreign, code)).version()).isEqualTo(6);
    assertThat(entry(VersionSources.combined(system, code, foreign)).version()).isEqualTo(7);
  }

  @Test
  void V3_a_combination_inside_another_is_taken_apart() {
    properties.setProperty("varve.version.Order", "3");
    var lower = VersionSources.combined(system, environment(Map.of("VARVE_VERSION_Order", "1")));
    code.set("Order", 7);
    assertThat(entry(VersionSources.combined(lower, code)).version()).isEqualTo(7);
  }

  @Test
  void V3_the_same_object_comes_while_nothing_changes_that_counts() throws Exception {
    code.set("Order", 1);
    var all = VersionSources.combined(code, watched, system);
    var before = all.snapshot();
    assertThat(all.snapshot()).isSameAs(before);
    rewrite("Order=2");
    assertThat(all.snapshot()).as("the file is overruled").isSameAs(before);
    properties.setProperty("varve.version.Ship", "1");
    assertThat(all.snapshot()).isNotSameAs(before);
    assertThat(all.snapshot()).isSameAs(all.snapshot());
  }

  @Test
  void nothing_combined_says_nothing() {
    assertThat(VersionSources.combined().snapshot().versions()).isEmpty();
    assertThat(VersionSources.combined().problem()).isEmpty();
  }

  @Test
  void problems_of_all_parts_are_told() throws Exception {
    try (LogLines log = new LogLines()) {
      var all = VersionSources.combined(code, watched, system);
      assertThat(all.problem()).isEmpty();
      properties.setProperty("varve.version.Order", "x");
      rewrite("Order=y");
      assertThat(all.problem())
          .hasValueSatisfying(
              problem -> assertThat(problem).contains("'x' of 'Order'", "'y' of 'Order'"));
      assertThat(log.errors()).hasSize(2);
    }
  }

  @Test
  void closing_closes_the_parts() throws Exception {
    watched.start(Duration.ofMillis(5));
    VersionSources.combined(VersionSources.combined(watched), code).close();
    Thread watcher = watched.watcher().orElseThrow();
    assertThat(watcher.join(Duration.ofSeconds(20))).isTrue();
  }

  private static EnvironmentVersions environment(Map<String, String> variables) {
    return new EnvironmentVersions(variables);
  }

  private static Entry entry(CurrentVersions versions) {
    return versions.snapshot().entry("Order").orElseThrow();
  }

  private void rewrite(String text) throws Exception {
    Files.writeString(file, text);
    watched.check();
    watched.check();
  }
}
