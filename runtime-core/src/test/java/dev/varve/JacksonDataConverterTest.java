package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JacksonDataConverterTest {
  private final DataConverter converter = new JacksonDataConverter();

  enum Colour {
    RED,
    GREEN
  }

  record Line(String sku, int quantity, @Nullable BigDecimal price) {}

  record Order(String id, List<Line> lines, @Nullable String note) {}

  record Times(
      Instant instant,
      Duration duration,
      LocalDate date,
      OffsetDateTime offset,
      ZonedDateTime zoned) {}

  record Maybe(Optional<String> text, @Nullable Integer number) {}

  record Checked(int amount) {
    Checked {
      if (amount < 0) {
        throw new IllegalArgumentException("negative: " + amount);
      }
    }
  }

  record Node(String name, List<Node> children) {}

  record Unreadable(String name) {
    public String secret() {
      return name;
    }

    @com.fasterxml.jackson.annotation.JsonProperty
    public String broken() {
      throw new IllegalStateException("no luck");
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface Named {}

  private @Nullable Object roundTrip(@Nullable Object value, Type type) {
    return converter.fromPayload(converter.toPayload(value), type);
  }

  private @Nullable Object read(String json, Type type) {
    return converter.fromPayload(new Payload(json), type);
  }

  @Test
  void a_record_comes_back() {
    Order order = new Order("o1", List.of(new Line("a", 2, new BigDecimal("12.50"))), null);

    assertThat(roundTrip(order, Order.class)).isEqualTo(order);
  }

  @Test
  void generic_types_come_back_with_their_arguments() {
    List<Line> lines = List.of(new Line("a", 1, null), new Line("b", 2, BigDecimal.TEN));
    Map<String, List<Line>> byName = Map.of("x", lines);

    assertThat(roundTrip(lines, new TypeRef<List<Line>>() {}.type())).isEqualTo(lines);
    assertThat(roundTrip(byName, new TypeRef<Map<String, List<Line>>>() {}.type()))
        .isEqualTo(byName);
    assertThat(roundTrip(Set.of(Colour.RED), new TypeRef<Set<Colour>>() {}.type()))
        .isEqualTo(Set.of(Colour.RED));
    assertThat(roundTrip(List.of(1L), new TypeRef<List<Long>>() {}.type())).isEqualTo(List.of(1L));
  }

  @Test
  void java_time_is_iso_text() {
    Times times =
        new Times(
            Instant.parse("2026-01-02T03:04:05.123456789Z"),
            Duration.ofMillis(1_500),
            LocalDate.of(2026, 2, 3),
            OffsetDateTime.parse("2026-01-02T03:04:05+02:00"),
            ZonedDateTime.parse("2026-01-02T03:04:05+01:00"));

    assertThat(converter.toPayload(times).json())
        .contains("\"2026-01-02T03:04:05.123456789Z\"", "\"PT1.5S\"", "\"2026-02-03\"", "+02:00");
    assertThat(roundTrip(times, Times.class)).isEqualTo(times);
  }

  @Test
  void optional_fields_may_be_absent_null_or_present() {
    assertThat(read("{}", Maybe.class)).isEqualTo(new Maybe(Optional.empty(), null));
    assertThat(read("{\"text\":null,\"number\":null}", Maybe.class))
        .isEqualTo(new Maybe(Optional.empty(), null));
    assertThat(roundTrip(new Maybe(Optional.of("x"), 5), Maybe.class))
        .isEqualTo(new Maybe(Optional.of("x"), 5));
  }

  @Test
  void null_is_null_for_every_type() {
    assertThat(converter.toPayload(null)).isSameAs(Payload.NULL);
    assertThat(converter.fromPayload(Payload.NULL, Order.class)).isNull();
    assertThat(converter.fromPayload(Payload.NULL, String.class)).isNull();
    assertThat(converter.fromPayload(Payload.NULL, int.class)).isNull();
    assertThat(read(" null ", String.class)).isNull();
  }

  @Test
  void whatever_is_read_as_void_is_null() {
    assertThat(read("{\"a\":1}", Void.class)).isNull();
    assertThat(read("\"x\"", void.class)).isNull();
  }

  static List<Object> scalars() {
    return List.of(
        "",
        " ",
        "plain",
        "\"quoted\"",
        "back\\slash",
        "line\nend",
        "\u0000",
        "\u007f\u2028",
        "ü漢😀",
        "\ud800",
        "null",
        "'",
        "/",
        0,
        1,
        -1,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0L,
        -5L,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        999_999_999,
        1_000_000_000,
        true,
        false,
        1.5,
        'c',
        Colour.RED);
  }

  @ParameterizedTest
  @MethodSource("scalars")
  void a_scalar_comes_back_as_jackson_alone_would_have_it(Object value) {
    Payload payload = converter.toPayload(value);

    assertThat(payload.json()).isEqualTo(JsonMapper.shared().writeValueAsString(value));
    assertThat(converter.fromPayload(payload, value.getClass())).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a|java.lang.String", "a\"|java.lang.String", "\"a\"b\"|java.lang.String",
        "\"a\\\"|java.lang.String", "\"|java.lang.String", "\"\t\"|java.lang.String",
        "a|java.lang.String", "``|java.lang.String", "\"a\" \"b\"|java.lang.String",
        "01|java.lang.Integer", "+1|java.lang.Integer", "-|java.lang.Integer",
        "1.0|java.lang.Integer", "1e2|java.lang.Integer", "\"1\"|java.lang.Integer",
        "2147483648|java.lang.Integer", "\u0661|java.lang.Integer", "1 2|java.lang.Integer",
        "9223372036854775808|java.lang.Long", "\"5\"|java.lang.Long", "true|java.lang.Long",
        "True|java.lang.Boolean", "1|java.lang.Boolean", "\"true\"|java.lang.Boolean",
        "{}|java.lang.String", "[]|java.lang.Integer", "true false|java.lang.Boolean"
      })
  void what_is_not_such_a_scalar_is_refused(String json, String type) throws Exception {
    Class<?> declared = Class.forName(type);

    assertThatThrownBy(() -> read(json, declared))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {" 7", "7 ", "7\n"})
  void blanks_around_a_number_do_not_matter(String json) {
    assertThat(read(json, int.class)).isEqualTo(7);
    assertThat(read(json, Long.class)).isEqualTo(7L);
  }

  @Test
  void unknown_fields_are_ignored_so_that_an_older_version_can_read_what_a_newer_wrote() {
    assertThat(
            read("{\"sku\":\"a\",\"quantity\":1,\"price\":null,\"later\":{\"x\":[]}}", Line.class))
        .isEqualTo(new Line("a", 1, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`id`:`s3cret`,`lines`:[{`sku`:`a`}]}|lines[0].quantity",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:null}]}|lines[0].quantity",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:1},{`sku`:`b`,`quantity`:`s3cret`}]}|lines[1].quantity",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:`5`}]}|lines[0].quantity",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:1.5}]}|lines[0].quantity",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:1,`price`:`s3cret`}]}|lines[0].price",
        "{`id`:`x`,`lines`:[{`sku`:`a`,`quantity`:99999999999}]}|lines[0].quantity",
        "{`id`:`x`,`lines`:`s3cret`}|lines",
        "{`id`:`x`,`lines`:[`s3cret`]}|lines[0]",
        "{`id`:{`s3cret`:1}}|id",
        "[`s3cret`]|Order",
        "`s3cret`|Order",
        "{`id`:`s3cret`|not valid JSON near character",
        "{`id`:s3cret}|not valid JSON",
        "{'s3cret':1}|not valid JSON",
        "{`id`:`x`} s3cret|not valid JSON",
      })
  void a_bad_payload_is_refused_with_type_and_field_but_without_its_content(
      String json, String named) {
    Throwable thrown = catchThrowable(() -> read(json.replace('`', '"'), Order.class));

    assertThat(thrown)
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining(Order.class.getName())
        .hasMessageContaining(named)
        .hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"BLUE\"", "0", "\"red\"", "\"\""})
  void an_enum_is_read_by_its_exact_name_only(String json) {
    assertThatThrownBy(() -> read(json, Colour.class))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("Colour");
  }

  @Test
  void an_exception_in_a_constructor_is_named_without_its_message() {
    assertThatThrownBy(() -> read("{\"amount\":-41}", Checked.class))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("IllegalArgumentException")
        .hasMessageNotContaining("41")
        .hasNoCause();
  }

  @Test
  void a_type_jackson_cannot_build_is_named() {
    assertThatThrownBy(() -> read("{\"a\":1}", Runnable.class))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("java.lang.Runnable");
  }

  @Test
  void what_cannot_be_written_is_refused_with_its_type_field_and_the_users_exception() {
    assertThatThrownBy(() -> converter.toPayload(List.of(new Unreadable("s3cret"))))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("[0].broken")
        .hasMessageNotContaining("s3cret")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void nesting_beyond_200_is_refused_both_ways() {
    assertThat(read("[".repeat(200) + "]".repeat(200), Object.class)).isInstanceOf(List.class);
    assertThatThrownBy(() -> read("[".repeat(201) + "]".repeat(201), Object.class))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("limit");
    assertThatThrownBy(() -> read("{\"a\":".repeat(1_000_000), Object.class))
        .isInstanceOf(DataConversionException.class);

    Node node = new Node("leaf", List.of());
    for (int i = 0; i < 150; i++) {
      node = new Node("n", List.of(node));
    }
    Node deep = node;
    assertThatThrownBy(() -> converter.toPayload(deep))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("nested too deeply");
  }

  @Test
  void a_value_that_contains_itself_is_refused() {
    List<Object> self = new ArrayList<>();
    self.add(self);

    assertThatThrownBy(() -> converter.toPayload(self))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void a_mapper_of_the_user_is_used_as_it_is() {
    DataConverter own =
        new JacksonDataConverter(
            JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build());
    Payload payload = own.toPayload(new Line("a", 1, null));

    assertThat(payload.json()).contains("\"Sku\":\"a\"");
    assertThat(own.fromPayload(payload, Line.class)).isEqualTo(new Line("a", 1, null));
    assertThat(own.fromPayload(own.toPayload("x"), String.class)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_LANG_OBJECT", "NON_FINAL", "OBJECT_AND_NON_CONCRETE"})
  void a_mapper_with_default_typing_is_refused(String typing) {
    JsonMapper open =
        JsonMapper.builder()
            .activateDefaultTyping(
                BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
                DefaultTyping.valueOf(typing))
            .build();

    assertThatThrownBy(() -> new JacksonDataConverter(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default typing");
  }

  @Test
  void a_user_type_that_takes_its_class_from_the_data_is_refused() {
    assertThatThrownBy(() -> read("{\"@class\":\"javax.script.ScriptEngineManager\"}", Named.class))
        .isInstanceOf(DataConversionException.class)
        .hasMessageContaining("subtype")
        .hasMessageNotContaining("ScriptEngineManager");
  }
}
