package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Broken input is refused with the value and what to do. */
final class BrokenVersionsTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
a.properties | Order=two              | the version 'two' of 'Order' is not a whole number from 0 to 2147483647; write it without sign and leading zeros, such as 2
a.properties | Order=-1               | the version '-1' of 'Order' is not a whole number
a.properties | Order=+1               | the version '+1' of 'Order' is not a whole number
a.properties | Order=1.5              | the version '1.5' of 'Order' is not a whole number
a.properties | Order=1.0              | the version '1.0' of 'Order' is not a whole number
a.properties | Order=1e3              | the version '1e3' of 'Order' is not a whole number
a.properties | Order=02               | the version '02' of 'Order' is not a whole number
a.properties | Order=v2               | the version 'v2' of 'Order' is not a whole number
a.properties | Order=2 3              | the version '2 3' of 'Order' is not a whole number
a.properties | Order=2147483648       | the version '2147483648' of 'Order' is not a whole number
a.properties | Order=99999999999999   | the version '99999999999999' of 'Order' is not a whole number
a.properties | Order=                 | the version '' of 'Order' is not a whole number
a.properties | Order                  | the version '' of 'Order' is not a whole number
a.properties | Order=٢                | the version '٢' of 'Order' is not a whole number
a.properties | Order=1:90             | the version '1:90' of 'Order' is not a whole number
a.properties | *=x                    | the version 'x' of the default '*' is not a whole number
a.properties | *=-1                   | the version '-1' of the default '*' is not a whole number
a.properties | Order_v2=2             | 'Order_v2' carries a version; name the base alone, such as Order=2
a.properties | Order_v=2              | 'Order_v' carries a version
a.properties | Order_Item=2           | 'Order_Item' is not a base name; use a letter followed by letters, digits and dots
a.properties | 2Order=2               | '2Order' is not a base name
a.properties | Bestellung-Ü=2         | 'Bestellung-Ü' is not a base name
a.properties | =2                     | '' is not a base name
a.properties | **=2                   | '**' is not a base name
a.properties | Order=1\\nOrder=1      | 'Order' is there twice; keep one
a.properties | Order=1\\n*=1\\n*=2    | '*' is there twice; keep one
a.properties | Order=x\\nShip=y       | the version 'x' of 'Order' is not a whole number from 0 to 2147483647; write it without sign and leading zeros, such as 2; the version 'y' of 'Ship'
a.properties | Order=\\u12            | it has a broken \\u escape; write names in plain letters
a.properties | "   "                  | it is empty, as if half written; for no current versions write a comment line (.properties) or {} (.json)
a.json       | "   "                  | it is empty, as if half written
a.json       | {"Order": 2            | it is not valid JSON: Unexpected end-of-input
a.json       | {"Order": 2,}          | it is not valid JSON: Unexpected character ('}'
a.json       | {Order: 2}             | it is not valid JSON: Unexpected character ('O'
a.json       | {"Order": 2} {}        | it is not valid JSON: Trailing token
a.json       | {"Order": 2, "Order": 3} | it is not valid JSON: Duplicate Object property "Order"
a.json       | {"Order": "2"}         | the version '"2"' of 'Order' is not a whole number
a.json       | {"Order": 2.0}         | the version '2.0' of 'Order' is not a whole number
a.json       | {"Order": -2}          | the version '-2' of 'Order' is not a whole number
a.json       | {"Order": 2147483648}  | the version '2147483648' of 'Order' is not a whole number
a.json       | {"Order": null}        | the version 'null' of 'Order' is not a whole number
a.json       | {"Order": {"v": 1}}    | the version '{"v":1}' of 'Order' is not a whole number
a.json       | {"Order_v2": 2}        | 'Order_v2' carries a version
a.json       | {"": 2}                | '' is not a base name
a.json       | [2]                    | it is no JSON object; write one, such as {"Order": 2}
a.json       | 2                      | it is no JSON object
a.yaml       | Order: 2               | its kind is not known; use a .properties or a .json file
a            | Order=2                | its kind is not known
""")
  void a_broken_file_is_refused(String name, String text, String message) throws Exception {
    Path file = Files.writeString(directory.resolve(name), text.replace("\\n", "\n"));
    assertThatThrownBy(() -> VersionSources.watching(file))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageStartingWith("the current versions from " + file + " cannot be used: ")
        .hasMessageContaining(message)
        .extracting(thrown -> ((InvalidVersionsException) thrown).source())
        .isEqualTo(file.toString());
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
VARVE_VERSION_Order      | two | the version 'two' of 'Order' is not a whole number
VARVE_VERSION_Order      | ""  | the version '' of 'Order' is not a whole number
VARVE_VERSION_Order_v2   | 2   | environment variable VARVE_VERSION_Order_v2 carries a version; name the base alone, such as VARVE_VERSION_Order=2
VARVE_VERSION_ORDER_V2   | 2   | carries a version
VARVE_VERSION__Order     | 2   | '.Order' is not a base name
VARVE_VERSION_           | 2   | '' is not a base name
VARVE_VERSION_Order-Item | 2   | 'Order-Item' is not a base name
VARVE_DEFAULT_VERSION    | 1.5 | the version '1.5' of the default 'VARVE_DEFAULT_VERSION' is not a whole number
VARVE_DEFAULT_VERSION    | -1  | the version '-1' of the default
""")
  void a_broken_environment_variable_is_refused(String name, String value, String message) {
    assertThatThrownBy(() -> new EnvironmentVersions(Map.of(name, value)))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageStartingWith("the current versions from the environment cannot be used: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
"""
varve.version.Order    | two | the version 'two' of 'Order' is not a whole number
varve.version.         | 2   | '' is not a base name
varve.version.Order_v2 | 2   | 'Order_v2' carries a version
varve.version.Or der   | 2   | 'Or der' is not a base name
varve.default.version  | ""  | the version '' of the default 'varve.default.version' is not a whole number
""")
  void a_broken_system_property_is_refused(String name, String value, String message) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    assertThatThrownBy(() -> new SystemPropertyVersions(properties))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageStartingWith("the current versions from system properties cannot be used: ")
        .hasMessageContaining(message);
  }

  @Test
  void one_base_in_two_spellings_is_refused() {
    assertThatThrownBy(() ->
            new EnvironmentVersions(
                Map.of("VARVE_VERSION_Order_Item", "1", "VARVE_VERSION_Order.Item", "2")))
        .hasMessageContaining("'Order.Item' is there twice")
        .hasMessageContaining("VARVE_VERSION_Order_Item")
        .hasMessageContaining("VARVE_VERSION_Order.Item");
  }

  @Test
  void a_name_that_is_too_long_is_refused_without_repeating_all_of_it() throws Exception {
    Path file = Files.writeString(directory.resolve("a.properties"), "O".repeat(101) + "=1");
    assertThatThrownBy(() -> VersionSources.watching(file))
        .hasMessageContaining(
            "'" + "O".repeat(40) + "...' has 101 characters; a base name has at" + " most 100");
  }

  @Test
  void a_message_cannot_be_forged_by_line_breaks() throws Exception {
    Path file = Files.writeString(directory.resolve("a.properties"), "Order=1\\nERROR");
    assertThatThrownBy(() -> VersionSources.watching(file))
        .hasMessageContaining("'1\\u000aERROR' of 'Order'");
  }

  @Test
  void a_file_in_another_encoding_is_refused() throws Exception {
    Path file = Files.write(directory.resolve("a.properties"), new byte[] {'#', (byte) 0xFC});
    assertThatThrownBy(() -> VersionSources.watching(file))
        .hasMessageContaining("it is not UTF-8; save it in that encoding");
  }

  @Test
  void a_huge_file_is_refused() throws Exception {
    Path file = Files.writeString(directory.resolve("a.properties"), "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> VersionSources.watching(file))
        .hasMessageContaining("it has more than 1048576 bytes; list current versions only");
  }

  @Test
  void a_directory_is_refused() throws Exception {
    Path file = Files.createDirectory(directory.resolve("a.properties"));
    assertThatThrownBy(() -> VersionSources.watching(file))
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageContaining("reading " + file.toAbsolutePath() + " failed")
        .hasMessageContaining("make it readable");
  }
}
