package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionHashTest {
  /** Published values of FNV-1a with 32 bits. */
  @ParameterizedTest
  @CsvSource({"'', 811c9dc5", "a, e40c292c", "b, e70c2de5", "foobar, bf9cf968", "hello, 4f9f2cab"})
  void the_hash_is_that_of_the_published_values(String text, String hash) {
    assertThat(Integer.toHexString(PartitionHash.hash(text))).isEqualTo(hash);
  }

  @Test
  void the_hash_is_over_utf_8_and_divided_without_a_sign() {
    // 0xE40C292C is negative as an int; its remainder by 16 is its last digit.
    assertThat(PartitionHash.of("a", 16)).isEqualTo(0xC);
    assertThat(PartitionHash.of("a", 7)).isEqualTo((int) (0xE40C292CL % 7));
    assertThat(PartitionHash.of("a", 1)).isZero();
    assertThat(PartitionHash.hash("\u00fc"))
        .isEqualTo(((0x811C9DC5 ^ 0xC3) * 16_777_619 ^ 0xBC) * 16_777_619);
  }
}
