package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "Hub", "h12", "a23456789012345678901234567890123456789012345"})
  void a_hub_name_is_3_to_45_letters_and_digits(String hub) {
    assertThat(Names.requireHub(hub)).isEqualTo(hub);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "1hub",
        "my-hub",
        "my hub",
        "hub\n",
        "hub_",
        "hüb",
        "hub\u0661",
        "hub'; --",
        "a234567890123456789012345678901234567890123456"
      })
  void any_other_hub_name_is_refused(String hub) {
    assertThatThrownBy(() -> Names.requireHub(hub))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a hub name")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", " ", "a/b:c@d", "Zoë", "漢字", "😀", "' or 1=1 --", "\u202e", "\ufeff"})
  void an_id_or_event_name_is_any_well_formed_text_without_control_characters(String text) {
    assertThat(Names.requireInstanceId(text)).isEqualTo(text);
    assertThat(Names.requireEventName(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\nb",
        "\t",
        "\u0000",
        "\u001b[31m",
        "\u007f",
        "\u0085",
        "\u009f",
        "\ud800",
        "a\udc00",
        "\udc00\ud800"
      })
  void empty_text_control_characters_and_half_surrogate_pairs_are_refused(String text) {
    assertThatThrownBy(() -> Names.requireInstanceId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the instance id")
        .satisfies(e -> assertThat(e.getMessage()).isEqualTo(Names.printable(e.getMessage())));
    assertThatThrownBy(() -> Names.requireEventName(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the event name");
  }

  @Test
  void ids_and_event_names_have_at_most_256_characters() {
    String longest = "x".repeat(256);

    assertThat(Names.requireInstanceId(longest)).isEqualTo(longest);
    assertThat(Names.requireEventName(longest)).isEqualTo(longest);
    assertThatThrownBy(() -> Names.requireInstanceId(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("257 characters")
        .hasMessageContaining("at most 256");
    assertThatThrownBy(() -> Names.requireEventName(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printable_text_escapes_control_characters_and_half_pairs_only() {
    assertThat(Names.printable("aé😀'\n\u0000\ud800")).isEqualTo("aé😀'\\u000a\\u0000\\ud800");
  }
}
