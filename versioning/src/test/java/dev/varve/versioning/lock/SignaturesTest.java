package dev.varve.versioning.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SignaturesTest {
  @Test
  void types_are_written_as_in_source_files() {
    assertThat(Signatures.source("I")).isEqualTo("int");
    assertThat(Signatures.source("[[J")).isEqualTo("long[][]");
    assertThat(Signatures.source("Ljava/lang/String;")).isEqualTo("String");
    assertThat(Signatures.source("Ljava/lang/constant/ClassDesc;"))
        .isEqualTo("java.lang.constant.ClassDesc");
    assertThat(Signatures.source("Lshop/Order$Line;")).isEqualTo("shop.Order.Line");
    assertThat(Signatures.source("Ljava/util/Map<Ljava/lang/String;[Lshop/Line;>;"))
        .isEqualTo("java.util.Map<String, shop.Line[]>");
    assertThat(Signatures.source("Ljava/util/List<+TT;>;"))
        .isEqualTo("java.util.List<? extends T>");
    assertThat(Signatures.source("Ljava/util/List<*>;")).isEqualTo("java.util.List<?>");
    assertThat(Signatures.source("Lshop/Box<TT;>.Lid<TU;>.Knob;"))
        .isEqualTo("shop.Box<T>.Lid<U>.Knob");
  }

  @Test
  void all_classes_in_a_type_are_named() {
    assertThat(Signatures.classes("Ljava/util/Map<Lshop/Box<TT;>.Lid;-[Lshop/Line;>;"))
        .containsExactlyInAnyOrder("java/util/Map", "shop/Box$Lid", "shop/Line");
    assertThat(Signatures.classes("Lshop/A;Lshop/B<Lshop/C;>;"))
        .containsExactlyInAnyOrder("shop/A", "shop/B", "shop/C");
  }
}
