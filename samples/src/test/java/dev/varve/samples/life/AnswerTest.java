package dev.varve.samples.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnswerTest {
  private static final Answer TABLE =
      new Answer(3, "ID   LAST SEEN  STATUS\nA-1  now        RUNNING\nA-2  then       RUNNING\n");

  @Test
  void a_phrase_that_is_missing_shows_the_text_instead() {
    assertThat(TABLE.saying("A-2")).isEqualTo("exit 3, A-2");
    assertThat(new Answer(0, "no").saying("yes")).isEqualTo("exit 0, not so: no");
    assertThat(TABLE.counting("RUNNING")).isEqualTo("exit 3, 2 RUNNING");
  }

  @Test
  void the_cells_of_a_column_are_counted() {
    assertThat(TABLE.counted("LAST SEEN")).isEqualTo("1 now, 1 then");
    assertThat(TABLE.counted("STATUS")).isEqualTo("2 RUNNING");
    assertThatThrownBy(() -> TABLE.counted("PARKED")).hasMessageContaining("PARKED");
  }

  @Test
  void what_is_quoted_behind_a_label_is_found_on_its_line_only() {
    Answer answer = new Answer(0, "recorded: activity 'Reserve_v1' as task 1\nnow: the end\n'x'");
    assertThat(answer.quotedBehind("recorded:")).isEqualTo("Reserve_v1");
    assertThat(answer.quotedBehind("now:")).isEmpty();
  }
}
