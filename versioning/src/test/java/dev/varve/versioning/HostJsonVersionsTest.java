package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions;
import dev.varve.CurrentVersions.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V3: the default version in a host.json. */
final class HostJsonVersionsTest {
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name_a_file() {
    file = directory.resolve("host.json");
  }

  @Test
  void V3_host_json_gives_the_default_version_in_both_shapes() throws Exception {
    write("{\"version\": \"2.0\", \"extensions\": {\"durableTask\": {\"defaultVersion\": 2}}}");
    try (VersionSource source = VersionSources.hostJson(file)) {
      assertThat(source.snapshot().versions()).isEmpty();
      assertThat(source.snapshot().defaultEntry())
          .isEqualTo(new Entry(2, file + ", extensions.durableTask.defaultVersion"));
    }
    write("{\"durableTask\": {\"defaultVersion\": \"1\"}}");
    try (VersionSource source = VersionSources.hostJson(file)) {
      assertThat(source.snapshot().defaultEntry())
          .isEqualTo(new Entry(1, file + ", durableTask.defaultVersion"));
    }
  }

  @Test
  void V3_a_host_json_without_a_default_version_names_none() throws Exception {
    write("{\"version\": \"2.0\", \"extensions\": {\"durableTask\": {\"hubName\": \"Orders\"}}}");
    try (VersionSource source = VersionSources.hostJson(file)) {
      assertThat(source.snapshot()).isEqualTo(CurrentVersions.none().snapshot());
      assertThat(source.problem()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"durableTask": {"defaultVersion": "1.0"}} | 'durableTask.defaultVersion' is "1.0", no whole number from 0 to 2147483647; write it like 2
          {"durableTask": {"defaultVersion": -1}} | 'durableTask.defaultVersion' is -1, no whole number
          {"durableTask": {"defaultVersion": null}} | 'durableTask.defaultVersion' is null, no whole number
          {"durableTask": | it is not valid JSON
          `` | it is no JSON object
          """)
  void a_broken_host_json_is_refused_with_path_and_value(String text, String message)
      throws Exception {
    write(text);
    assertThatThrownBy(() -> VersionSources.hostJson(file))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageStartingWith(
            "the current versions from " + file + " cannot be used: " + message);
  }

  @Test
  void a_missing_host_json_is_refused() {
    assertThatThrownBy(() -> VersionSources.hostJson(file))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageContaining("there is no file " + file.toAbsolutePath() + "; create it");
  }

  @Test
  void V3_a_changed_host_json_counts_without_a_restart_and_a_broken_one_does_not()
      throws Exception {
    write("{\"durableTask\": {\"defaultVersion\": 1}}");
    HostJsonVersions source = new HostJsonVersions(file);
    try (LogLines log = new LogLines()) {
      write("{\"durableTask\": {\"defaultVersion\": 2}}");
      source.check();
      source.check();
      assertThat(defaultVersion(source)).isEqualTo(2);

      write("{\"durableTask\": {\"defaultVersion\": \"latest\"}}");
      source.check();
      source.check();
      assertThat(defaultVersion(source)).isEqualTo(2);
      assertThat(log.errors()).hasSize(1);
      assertThat(source.problem())
          .hasValueSatisfying(problem ->
              assertThat(problem).contains("'durableTask.defaultVersion' is \"latest\""));
    }
  }

  private void write(String text) throws Exception {
    Files.writeString(file, text);
  }

  private static int defaultVersion(HostJsonVersions source) {
    Entry entry = source.snapshot().defaultEntry();
    assertThat(entry).isNotNull();
    return entry.version();
  }
}
