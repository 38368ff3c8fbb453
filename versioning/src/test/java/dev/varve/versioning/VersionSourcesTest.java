package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions;
import dev.varve.CurrentVersions.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V3: where the current version of a start comes from. */
final class VersionSourcesTest {
  @TempDir private Path directory;

  @Test
  void V3_code_sets_moves_and_removes_a_current_version() {
    CodeVersions code = VersionSources.inCode(Map.of("Order", 1));
    code.set("Order", 2);
    code.set("Ship", 0);
    code.setDefault(7);
    assertThat(code.snapshot().entry("Order")).contains(new Entry(2, "code"));
    assertThat(code.snapshot().entry("Ship")).contains(new Entry(0, "code"));
    assertThat(code.snapshot().defaultEntry()).isEqualTo(new Entry(7, "code"));
    code.remove("Order");
    code.removeDefault();
    assertThat(code.snapshot().versions()).containsOnlyKeys("Ship");
    assertThat(code.snapshot().defaultEntry()).isNull();
  }

  @Test
  void V3_code_gives_the_same_object_while_nothing_changes() {
    CodeVersions code = VersionSources.inCode(Map.of("Order", 1));
    var before = code.snapshot();
    code.set("Order", 1);
    code.remove("Ship");
    code.removeDefault();
    assertThat(code.snapshot()).isSameAs(before);
    code.set("Order", 2);
    assertThat(code.snapshot()).isNotSameAs(before);
  }

  @Test
  void V3_code_refuses_what_is_no_base_name_or_version() {
    CodeVersions code = VersionSources.inCode();
    assertThatThrownBy(() -> code.set("Order_v2", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'Order_v2' carries a version; give the base name and the version apart");
    assertThatThrownBy(() -> code.set("Or der", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Or der' is not a function name");
    assertThatThrownBy(() -> code.set("Order", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version -1 of 'Order' is negative");
    assertThatThrownBy(() -> code.setDefault(-2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version -2 from code is negative");
    assertThat(code.snapshot().versions()).isEmpty();
  }

  @Test
  void V3_environment_variables_name_bases_with_underscores_for_dots() {
    var environment =
        new EnvironmentVersions(
            Map.of(
                "VARVE_VERSION_Order", "2",
                "VARVE_VERSION_Order_Item", " 3 ",
                "VARVE_DEFAULT_VERSION", "1",
                "VARVE_VERSION", "not ours",
                "PATH", "/bin"));
    assertThat(environment.snapshot().versions())
        .containsOnly(
            Map.entry("Order", new Entry(2, "environment variable VARVE_VERSION_Order")),
            Map.entry("Order.Item", new Entry(3, "environment variable VARVE_VERSION_Order_Item")));
    assertThat(environment.snapshot().defaultEntry())
        .isEqualTo(new Entry(1, "environment variable VARVE_DEFAULT_VERSION"));
    assertThat(environment.snapshot()).isSameAs(environment.snapshot());
  }

  @Test
  void V3_the_real_environment_can_be_read() {
    try (VersionSource environment = VersionSources.environment()) {
      assertThat(environment.problem()).isEmpty();
    }
  }

  @Test
  void V3_system_properties_are_read_live() {
    Properties properties = new Properties();
    properties.setProperty("varve.version.Order", "1");
    var source = new SystemPropertyVersions(properties);
    var before = source.snapshot();
    properties.setProperty("something.else", "9");
    assertThat(source.snapshot()).isSameAs(before);

    properties.setProperty("varve.version.Order", "2");
    properties.setProperty("varve.default.version", "1");
    assertThat(source.snapshot().entry("Order"))
        .contains(new Entry(2, "system property varve.version.Order"));
    assertThat(source.snapshot().defaultEntry())
        .isEqualTo(new Entry(1, "system property varve.default.version"));

    properties.clear();
    assertThat(source.snapshot().versions()).isEmpty();
  }

  @Test
  void V3_the_real_system_properties_are_read_live() {
    String name = "varve.version.VersionSourcesTest";
    try (VersionSource source = VersionSources.systemProperties()) {
      assertThat(source.snapshot().entry("VersionSourcesTest")).isEmpty();
      System.setProperty(name, "4");
      assertThat(source.snapshot().entry("VersionSourcesTest"))
          .contains(new Entry(4, "system property " + name));
    } finally {
      System.clearProperty(name);
    }
  }

  @Test
  void V3_a_broken_system_property_keeps_the_last_good_set_and_is_logged_once() {
    Properties properties = new Properties();
    properties.setProperty("varve.version.Order", "1");
    var source = new SystemPropertyVersions(properties);
    var good = source.snapshot();
    try (LogLines log = new LogLines()) {
      properties.setProperty("varve.version.Order", "two");
      assertThat(source.problem())
          .hasValueSatisfying(problem ->
              assertThat(problem)
                  .contains("'two' of 'Order'", "what was read before stays: {Order=1}"));
      assertThat(source.snapshot()).isSameAs(good);
      assertThat(source.snapshot()).isSameAs(good);
      assertThat(log.errors()).hasSize(1);

      properties.setProperty("varve.version.Order", "2");
      assertThat(source.snapshot().entry("Order").orElseThrow().version()).isEqualTo(2);
      assertThat(source.problem()).isEmpty();
    }
  }

  @Test
  void V3_a_properties_file_names_versions_and_a_default() throws Exception {
    Path file = directory.resolve("versions.properties");
    Files.writeString(
        file, "\uFEFF# what new orders run\r\nOrder = 2 \r\nOrder.Item: 3\r\nShip 0\r\n*=1\r\n");
    try (VersionSource source = VersionSources.watching(file)) {
      assertThat(source.snapshot().versions())
          .containsOnly(
              Map.entry("Order", new Entry(2, file.toString())),
              Map.entry("Order.Item", new Entry(3, file.toString())),
              Map.entry("Ship", new Entry(0, file.toString())));
      assertThat(source.snapshot().defaultEntry()).isEqualTo(new Entry(1, file.toString()));
      assertThat(source.problem()).isEmpty();
    }
  }

  @Test
  void V3_a_JSON_file_names_versions_and_a_default() throws Exception {
    Path file = directory.resolve("versions.JSON");
    Files.writeString(file, "{\"Order\": 2, \"*\": 2147483647}");
    try (VersionSource source = VersionSources.watching(file)) {
      assertThat(source.snapshot().versions())
          .containsOnly(Map.entry("Order", new Entry(2, file.toString())));
      assertThat(source.snapshot().defaultEntry())
          .isEqualTo(new Entry(Integer.MAX_VALUE, file.toString()));
    }
  }

  @Test
  void V3_a_file_may_name_no_versions_if_it_says_so() throws Exception {
    Path properties = Files.writeString(directory.resolve("a.properties"), "# none yet\n");
    Path json = Files.writeString(directory.resolve("a.json"), "{}");
    try (VersionSource one = VersionSources.watching(properties);
        VersionSource other = VersionSources.watching(json)) {
      assertThat(one.snapshot()).isEqualTo(CurrentVersions.none().snapshot());
      assertThat(other.snapshot()).isEqualTo(CurrentVersions.none().snapshot());
    }
  }
}
