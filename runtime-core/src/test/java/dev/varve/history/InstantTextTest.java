package dev.varve.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59.001Z",
        "2024-02-29T12:00:00.100Z",
        "2024-02-29T12:00:00.000100Z",
        "2024-02-29T12:00:00.000000001Z",
        "-1000000000-01-01T00:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void what_an_instant_writes_is_read(String text) {
    assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text)).hasToString(text);
  }

  @Test
  void any_instant_is_read_as_the_same_instant() {
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      long second = random.nextLong(-70_000_000_000L, 300_000_000_000L);
      int unit = new int[] {1, 1_000, 1_000_000, 1_000_000_000}[random.nextInt(4)];
      Instant instant =
          Instant.ofEpochSecond(second, random.nextInt(1_000_000_000 / unit) * (long) unit);

      assertThat(InstantText.parse(instant.toString())).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2",
        "now",
        "2026-01-01",
        "2026-01-01T00:00Z",
        "2026-01-01T00:00:00",
        "2026-01-01t00:00:00z",
        "2026-01-01T00:00:00.0Z",
        "2026-01-01T00:00:00.000Z",
        "2026-01-01T00:00:00.100000Z",
        "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+00:00",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T23:59:60Z",
        "20260101T00:00:00.000Z",
        "+2026-01-01T00:00:00Z",
        "2026-01-0\u0661T00:00:00Z",
        " 2026-01-01T00:00:00Z"
      })
  void any_other_text_is_refused(String text) {
    assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
