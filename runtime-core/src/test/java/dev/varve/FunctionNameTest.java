package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The version grammar, specification V1. */
class FunctionNameTest {
  @ParameterizedTest
  @CsvSource({
    "Order,Order,0",
    "Order_v1,Order,1",
    "Order_v2,Order,2",
    "Order_v10,Order,10",
    "Order_v2147483647,Order,2147483647",
    "a,a,0",
    "a_v1,a,1",
    "com.shop.Order9_v3,com.shop.Order9,3",
    "Order.,Order.,0",
    "v1,v1,0",
    "v_v1,v,1",
    "Orderv2,Orderv2,0"
  })
  void a_name_is_read_as_base_and_version_and_written_as_it_was(
      String text, String base, int version) {
    FunctionName name = FunctionName.parse(text);

    assertThat(name).isEqualTo(new FunctionName(base, version)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Order_v0",
        "Order_v00",
        "Order_v02",
        "Order_v",
        "_v1",
        "_v",
        "Order_v2_v3",
        "Order_v2147483648",
        "Order_v99999999999",
        "Order_v99999999999999999999999",
        "Order_v-1",
        "Order_v+1",
        "Order_v1.0",
        "Order_v2 ",
        " Order_v2",
        "Order _v2",
        "Order_v 2",
        "Order_v2x",
        "Order_V2",
        "Order_",
        "Order_2",
        "Order__v2",
        "9Order",
        ".Order",
        "_Order",
        "Ordér",
        "Order_v\u0662",
        "Order\u0662",
        "Order\n",
        "Order_v2\n",
        "Order\u0000",
        "Order-v2",
        "Order/v2",
        "\u202eOrder",
        "😀"
      })
  void a_text_outside_the_grammar_is_refused(String text) {
    assertThatThrownBy(() -> FunctionName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a function name")
        .hasMessageContaining("Order_v2");
  }

  @Test
  void a_base_has_at_most_100_characters() {
    String longest = "a".repeat(100);

    assertThat(FunctionName.parse(longest + "_v1").base()).isEqualTo(longest);
    assertThatThrownBy(() -> FunctionName.parse(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than 100 characters");
    assertThatThrownBy(() -> FunctionName.parse(longest + "a_v1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FunctionName(longest + "a", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void control_characters_in_a_refused_text_are_escaped_in_the_message() {
    assertThatThrownBy(() -> FunctionName.parse("a\nb"))
        .hasMessageContaining("a\\u000ab")
        .hasMessageNotContaining("\n");
  }

  @Test
  void a_negative_version_is_refused() {
    assertThatThrownBy(() -> new FunctionName("Order", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void a_base_with_a_version_suffix_is_refused() {
    assertThatThrownBy(() -> new FunctionName("Order_v2", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void versions_are_ordered_as_numbers() {
    List<String> sorted =
        Stream.of("Order_v10", "Order_v9", "Invoice_v1", "Order", "Order_v100", "order", "Order_v1")
            .map(FunctionName::parse)
            .sorted()
            .map(FunctionName::toString)
            .toList();

    assertThat(sorted)
        .containsExactly(
            "Invoice_v1", "Order", "Order_v1", "Order_v9", "Order_v10", "Order_v100", "order");
  }

  @ParameterizedTest
  @CsvSource({
    "Order,false",
    "Order_v2,true",
    "Order_v0,true",
    "Order_v,true",
    "Order_v2_v3,true",
    "Orderv2,false",
    "Order_vx,true"
  })
  void a_text_with_a_version_suffix_names_one_version(String text, boolean versioned) {
    assertThat(FunctionName.isVersioned(text)).isEqualTo(versioned);
  }
}
