package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySanitationTest {
  @ParameterizedTest
  @CsvSource({
    "order-1, order-1",
    "a/b, a^0b",
    "a\\b, a^1b",
    "a#b, a^2b",
    "a?b, a^3b",
    "a^b, a^^b",
    "^0, ^^0",
    "größe 漢 😀, größe 漢 😀",
  })
  void a_key_is_written_as_tools_expect_it(String id, String key) {
    assertThat(KeySanitation.escape(id)).isEqualTo(key);
    assertThat(KeySanitation.unescape(key)).isEqualTo(id);
  }

  @Test
  void control_characters_move_up_by_C0() {
    assertThat(KeySanitation.escape("a\u0000\u001f\u007f\u009f"))
        .isEqualTo("a^\u00c0^\u00df^\u013f^\u015f");
  }

  @Test
  void every_character_comes_back_and_no_two_have_one_key() {
    Set<String> keys = new HashSet<>();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      String id = "x" + (char) c + "0";
      String key = KeySanitation.escape(id);
      assertThat(KeySanitation.unescape(key)).isEqualTo(id);
      assertThat(key).doesNotContainPattern("[/\\\\#?\\x00-\\x1f\\x7f-\\x9f]");
      assertThat(keys.add(key)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a^", "a^4", "a^x", "a^\u00e0", "a^\u013e", "a^\u0160", "^~00"})
  void a_key_that_no_id_has_is_refused_by_name(String key) {
    assertThatThrownBy(() -> KeySanitation.unescape(key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + key + "'");
  }

  @Test
  void a_long_id_fits_into_a_part_of_a_key_and_stays_apart_from_others() {
    String longest = "?".repeat(256);
    assertThat(KeySanitation.indexKey("a/b")).isEqualTo("a^0b");
    assertThat(KeySanitation.indexKey(longest)).hasSizeLessThan(200).startsWith("^~");
    assertThat(KeySanitation.indexKey(longest))
        .isNotEqualTo(KeySanitation.indexKey("?".repeat(255) + "x"));
    assertThat(KeySanitation.indexKey("y".repeat(200))).isEqualTo("y".repeat(200));
  }
}
