package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.ParameterizedType;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeRefTest {
  @Test
  void an_anonymous_subclass_keeps_its_type_argument() {
    TypeRef<List<String>> names = new TypeRef<>() {};

    assertThat(names.type())
        .isInstanceOfSatisfying(
            ParameterizedType.class,
            type -> {
              assertThat(type.getRawType()).isEqualTo(List.class);
              assertThat(type.getActualTypeArguments()).containsExactly(String.class);
            });
    assertThat(names).hasToString("java.util.List<java.lang.String>");
  }

  @Test
  void references_to_the_same_type_are_equal_however_they_were_made() {
    TypeRef<List<String>> names = new TypeRef<>() {};

    assertThat(names)
        .isEqualTo(new TypeRef<List<String>>() {})
        .isEqualTo(TypeRef.ofType(names.type()))
        .hasSameHashCodeAs(new TypeRef<List<String>>() {})
        .isNotEqualTo(new TypeRef<List<Integer>>() {});
    assertThat(TypeRef.of(String.class)).isEqualTo(new TypeRef<String>() {});
  }

  @Test
  @SuppressWarnings("rawtypes") // the mistake under test
  void a_reference_without_type_argument_is_refused() {
    assertThatThrownBy(() -> new TypeRef() {})
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("type argument");
  }
}
