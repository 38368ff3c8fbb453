package dev.varve.hostjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both shapes of host.json are read, and what is wrong in them is named. */
final class HostJsonTest {
  private static final String LATER =
      """
      {
        "version": "2.0",
        "logging": {"logLevel": {"default": "Information"}},
        "extensions": {
          "http": {"routePrefix": ""},
          "durableTask": {
            "hubName": "Orders",
            "defaultVersion": "2",
            "storageProvider": {"connectionName": "OrdersStorage", "partitionCount": 4},
            "maxConcurrentActivityFunctions": 10
          }
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void version_2_0_has_its_settings_below_extensions() {
    HostJson host = HostJson.parse("host.json", LATER);
    assertThat(host.text("hubName")).contains("Orders");
    assertThat(host.text("storageProvider.connectionName")).contains("OrdersStorage");
    assertThat(host.wholeNumber("storageProvider.partitionCount")).hasValue(4);
    assertThat(host.wholeNumber("defaultVersion")).hasValue(2);
    assertThat(host.where("defaultVersion")).isEqualTo("extensions.durableTask.defaultVersion");
  }

  @Test
  void the_names_in_an_object_are_told_as_written() {
    HostJson host = HostJson.parse("host.json", LATER);
    assertThat(host.names("STORAGEPROVIDER")).containsExactly("connectionName", "partitionCount");
    assertThat(host.names("")).contains("hubName", "storageProvider");
    assertThat(host.names("extendedSessions")).isEmpty();
    assertThatThrownBy(() -> host.names("hubName"))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageContaining("extensions.durableTask.hubName");
  }

  @Test
  void version_1_has_its_settings_at_the_top() {
    HostJson host =
        HostJson.parse(
            "host.json",
            "{\"durableTask\": {\"azureStorageConnectionStringName\": \"OrdersStorage\"}}");
    assertThat(host.text("azureStorageConnectionStringName")).contains("OrdersStorage");
    assertThat(host.where("defaultVersion")).isEqualTo("durableTask.defaultVersion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"version\": \"2.0\"}",
        "{\"extensions\": {}}",
        "{\"extensions\": {\"http\": 1}}",
        "{\"extensions\": {\"durableTask\": {}}}",
        "{\"durableTask\": {}}"
      })
  void what_is_not_there_is_not_set(String text) {
    HostJson host = HostJson.parse("host.json", text);
    assertThat(host.text("hubName")).isEmpty();
    assertThat(host.wholeNumber("defaultVersion")).isEmpty();
    assertThat(host.text("storageProvider.connectionName")).isEmpty();
  }

  @Test
  void names_in_any_case_comments_and_trailing_commas_are_read_as_azure_functions_does() {
    HostJson host =
        HostJson.parse(
            "host.json",
            """
            \uFEFF{ // ours
              "Extensions": {"DurableTask": {"HubName": "Orders", /* for new starts */ "DefaultVersion": 3,},},
            }
            """
                .strip());
    assertThat(host.text("hubName")).contains("Orders");
    assertThat(host.wholeNumber("defaultVersion")).hasValue(3);
    assertThat(host.where("defaultVersion")).isEqualTo("Extensions.DurableTask.DefaultVersion");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2            | 2
          0            | 0
          "2"          | 2
          2147483647   | 2147483647
          "2147483647" | 2147483647
          """)
  void a_whole_number_may_be_in_quotes(String written, int number) {
    assertThat(durableTask("\"defaultVersion\": " + written).wholeNumber("defaultVersion"))
        .hasValue(number);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "1.0"        | "1.0"
          1.0          | 1.0
          2e0          | 2.0
          -1           | -1
          "-1"         | "-1"
          "+1"         | "+1"
          " 1"         | " 1"
          "02"         | "02"
          "v2"         | "v2"
          ""           | ""
          2147483648   | 2147483648
          "2147483648" | "2147483648"
          99999999999999999999 | 99999999999999999999
          true         | true
          null         | null
          [2]          | [2]
          {"a": 2}     | {"a":2}
          """)
  void what_is_no_whole_number_is_refused_with_path_and_value(String written, String shown) {
    HostJson host = durableTask("\"defaultVersion\": " + written);
    assertThatThrownBy(() -> host.wholeNumber("defaultVersion"))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessage(
            "host.json cannot be used: 'extensions.durableTask.defaultVersion' is "
                + shown
                + ", no whole number from 0 to 2147483647; write it like 2, or leave it out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "true", "null", "[]", "{}", "\"\"", "\"  \""})
  void what_is_no_text_is_refused_with_path_and_value(String written) {
    HostJson host = durableTask("\"hubName\": " + written);
    assertThatThrownBy(() -> host.text("hubName"))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageContaining(
            "'extensions.durableTask.hubName' is " + written + ", no text; write one in quotes");
  }

  @Test
  void a_wrong_setting_disturbs_no_other() {
    HostJson host = durableTask("\"defaultVersion\": \"1.0\", \"hubName\": \"Orders\"");
    assertThat(host.text("hubName")).contains("Orders");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `` | it is no JSON object; write one, such as {"version": "2.0"}
          [] | it is no JSON object
          {"version": "2.0" | it is not valid JSON: Unexpected end-of-input
          {} {} | it is not valid JSON: Trailing token
          {"durableTask": {}, "durableTask": {}} | it is not valid JSON: Duplicate Object property "durableTask"
          {"durableTask": {}, "extensions": {"durableTask": {}}} | it has both 'extensions.durableTask' and 'durableTask'; keep the first for version 2.0
          {"durableTask": {}, "DurableTask": {}} | 'durableTask' and 'DurableTask' are the same name in another case; keep one
          {"extensions": 5} | 'extensions' is 5, no object; write one, such as {}, or leave it out
          """)
  void a_broken_file_is_refused(String text, String problem) {
    assertThatThrownBy(() -> HostJson.parse("host.json", text))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageStartingWith("host.json cannot be used: " + problem)
        .satisfies(thrown -> {
          assertThat(((InvalidHostJsonException) thrown).file()).isEqualTo("host.json");
          assertThat(((InvalidHostJsonException) thrown).problem()).startsWith(problem);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "null", "\"x\"", "[]"})
  void a_section_or_group_that_is_no_object_is_refused(String value) {
    assertThatThrownBy(() -> parse("{\"durableTask\": " + value + "}").text("hubName"))
        .hasMessageContaining("'durableTask' is " + value + ", no object");
    HostJson host = durableTask("\"storageProvider\": " + value);
    assertThatThrownBy(() -> host.text("storageProvider.connectionName"))
        .hasMessageContaining(
            "'extensions.durableTask.storageProvider' is " + value + ", no object");
  }

  @Test
  void a_long_value_is_not_repeated_in_full_and_cannot_forge_a_line() {
    HostJson host = durableTask("\"defaultVersion\": \"1\\nERROR " + "x".repeat(100) + "\"");
    assertThatThrownBy(() -> host.wholeNumber("defaultVersion"))
        .hasMessageContaining("ERROR")
        .hasMessageContaining("..., no whole number")
        .hasMessageNotContaining("\n");
  }

  @Test
  void a_file_is_read() throws Exception {
    Path file = Files.writeString(directory.resolve("host.json"), LATER);
    assertThat(HostJson.read(file).text("hubName")).contains("Orders");
  }

  @Test
  void a_missing_or_unreadable_file_is_refused_with_its_path() throws Exception {
    Path missing = directory.resolve("host.json");
    assertThatThrownBy(() -> HostJson.read(missing))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageContaining("there is no file " + missing.toAbsolutePath() + "; create it");
    Path latin = Files.write(missing, new byte[] {'{', (byte) 0xFC, '}'});
    assertThatThrownBy(() -> HostJson.read(latin))
        .isInstanceOf(InvalidHostJsonException.class)
        .hasMessageContaining("reading " + latin.toAbsolutePath() + " failed")
        .hasMessageContaining("in UTF-8");
  }

  private static HostJson durableTask(String settings) {
    return parse("{\"extensions\": {\"durableTask\": {" + settings + "}}}");
  }

  private static HostJson parse(String text) {
    return HostJson.parse("host.json", text);
  }
}
