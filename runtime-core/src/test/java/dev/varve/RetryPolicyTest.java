package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {

  @ParameterizedTest(name = "{0} x {1}, at most {2}, retry {3}: {4}")
  @CsvSource({
    "PT1S,      1.0, ,      1,   PT1S",
    "PT1S,      1.0, ,      9,   PT1S",
    "PT1S,      2.0, ,      1,   PT1S",
    "PT1S,      2.0, ,      2,   PT2S",
    "PT1S,      2.0, ,      5,   PT16S",
    "PT1S,      1.5, ,      3,   PT2.25S",
    "PT0.0005S, 2.0, ,      1,   PT0.0005S",
    "PT0.0005S, 2.0, ,      3,   PT0.002S",
    "PT0.1S,    1.1, ,      2,   PT0.11S",
    "PT1S,      2.0, PT5S,  3,   PT4S",
    "PT1S,      2.0, PT5S,  4,   PT5S",
    "PT10S,     2.0, PT5S,  1,   PT5S",
    "PT1S,      2.0, PT1H,  900, PT1H",
    "PT1S,      2.0, ,      900, PT87600H",
    "PT0S,      2.0, ,      4,   PT0S",
  })
  void the_interval_before_a_retry(
      Duration first, double coefficient, Duration longest, int retry, Duration expected) {
    RetryPolicy policy = new RetryPolicy(1_000, first, coefficient, longest, null);
    assertThat(policy.intervalBefore(retry)).isEqualTo(expected);
  }

  @Test
  void even_the_longest_first_interval_has_a_next_one() {
    RetryPolicy policy = RetryPolicy.of(3, Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(policy.intervalBefore(2)).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(policy.withBackoffCoefficient(2).intervalBefore(2)).isEqualTo(Duration.ofDays(3650));
  }
}
