package dev.varve.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreTimeTest {
  private static final Instant NOON = Instant.parse("2024-01-01T12:00:00Z");

  private final AtomicLong ticks = new AtomicLong();
  private final StoreTime time = new StoreTime(ticks::get, NOON);

  private void elapse(Duration duration) {
    ticks.addAndGet(duration.toNanos());
  }

  @Test
  void it_moves_with_the_clock_here_between_readings() {
    elapse(Duration.ofSeconds(3));
    assertThat(time.now()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void an_old_reading_does_not_set_it_back() {
    elapse(Duration.ofSeconds(3));
    time.learn(NOON.plusSeconds(1));
    assertThat(time.now()).isEqualTo(NOON.plusSeconds(3));
  }

  @Test
  void a_clock_that_ran_ahead_is_set_back_by_an_answer() {
    elapse(Duration.ofSeconds(60));
    long asked = time.ticks();
    elapse(Duration.ofMillis(2));
    time.correct(NOON.plusSeconds(10), asked);
    assertThat(time.now()).isEqualTo(NOON.plusSeconds(10).plusMillis(2));
  }

  @Test
  void a_slow_answer_does_not_set_it_back_further_than_it_was_slow() {
    long asked = time.ticks();
    elapse(Duration.ofSeconds(20));
    time.correct(NOON, asked);
    assertThat(time.now()).isEqualTo(NOON.plusSeconds(20));
  }
}
