package dev.varve.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.DecisionEvent.ExecutionCompleted;
import dev.varve.history.InputEvent.EventRaised;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.InputEvent.TaskCompleted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCodecTest {
  private static final int ROUNDS = 3_000;

  @Test
  void any_turn_comes_back_as_it_was_written() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      RandomHistory random = new RandomHistory(seed);
      HistoryTurn turn =
          new HistoryTurn(seed, Instant.EPOCH, 5, true, random.inputs(), random.decisions());

      byte[] bytes = HistoryCodec.encodeTurn(turn.inputs(), turn.decisions());

      assertThat(HistoryCodec.decodeTurn(seed, Instant.EPOCH, 5, true, bytes))
          .as("seed " + seed)
          .isEqualTo(turn);
    }
  }

  @Test
  void any_event_comes_back_by_itself_and_is_written_the_same_again() {
    for (long seed = 0; seed < ROUNDS; seed++) {
      for (InputEvent event : new RandomHistory(seed).inputs()) {
        byte[] bytes = HistoryCodec.encodeEvent(event);
        HistoryEvent decoded = HistoryCodec.decodeEvent(bytes);

        assertThat(decoded).as("seed " + seed).isEqualTo(event);
        assertThat(HistoryCodec.encodeEvent(decoded)).as("seed " + seed).isEqualTo(bytes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null ",
        " null",
        "{ \"a\" : 1.50 }",
        "1e400",
        "\"\\u00e9\"",
        "not JSON",
        "\ud800",
        "x\udfffy",
        "\u0000",
        "{\"a\":1,\"a\":2}"
      })
  void a_payload_comes_back_to_the_character(String json) {
    HistoryEvent event = new EventRaised("e", new Payload(json));

    assertThat(HistoryCodec.decodeEvent(HistoryCodec.encodeEvent(event))).isEqualTo(event);
  }

  @Test
  void a_payload_of_fifty_million_characters_is_stored() {
    Payload large = new Payload("\"" + "x".repeat(50 * 1024 * 1024) + "\"");

    HistoryEvent decoded =
        HistoryCodec.decodeEvent(HistoryCodec.encodeEvent(new TaskCompleted(1, large)));

    assertThat(((TaskCompleted) decoded).result().json().equals(large.json())).isTrue();
  }

  @Test
  void a_payload_too_long_to_be_read_again_is_not_written() {
    Payload tooLong = new Payload("x".repeat(HistoryCodec.MAX_TEXT_LENGTH + 1));

    assertThatThrownBy(() -> HistoryCodec.encodeEvent(new TaskCompleted(1, tooLong)))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("'result'")
        .hasMessageContaining("67108865 characters");
  }

  @Test
  void a_failure_with_more_causes_than_can_be_read_again_is_not_written() {
    FailureDetails failure = FailureDetails.of("E", "");
    for (int i = 0; i < 300; i++) {
      failure = new FailureDetails("E", "", "", false, List.of(), failure);
    }
    FailureDetails deep = failure;

    assertThatThrownBy(() -> HistoryCodec.encodeFailure(deep))
        .isInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("causes");
  }

  @Test
  void an_execution_cannot_be_written_as_ended_in_an_unfinished_status() {
    ExecutionCompleted wrong =
        new ExecutionCompleted(OrchestrationRuntimeStatus.RUNNING, Payload.NULL, null);

    assertThatThrownBy(() -> HistoryCodec.encodeEvent(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RUNNING");
  }

  @Test
  void tags_are_written_in_the_order_of_their_keys() {
    ExecutionStarted plain = HistorySamples.started(new FunctionName("Order", 0));
    ExecutionStarted tagged =
        new ExecutionStarted(
            plain.function(),
            plain.requested(),
            plain.resolution(),
            plain.versionSetId(),
            plain.executionId(),
            plain.firstTaskId(),
            plain.input(),
            plain.parent(),
            Map.of("b", "2", "c", "3", "a", "1"),
            plain.scheduledStart(),
            plain.continuedFrom());

    assertThat(new String(HistoryCodec.encodeEvent(tagged), UTF_8))
        .contains("\"tags\":[\"a\",\"1\",\"b\",\"2\",\"c\",\"3\"]");
  }

  @Test
  void the_order_of_the_fields_and_blanks_between_them_do_not_matter() {
    String json = " { \"result\" : \"1\" ,\n \"id\" : 4 , \"type\" : \"TaskCompleted\" } ";

    assertThat(HistoryCodec.decodeEvent(json.getBytes(UTF_8)))
        .isEqualTo(new TaskCompleted(4, new Payload("1")));
  }

  @Test
  void an_empty_turn_holds_its_format_only() {
    byte[] bytes = HistoryCodec.encodeTurn(List.of(), List.of());

    assertThat(new String(bytes, UTF_8)).isEqualTo("{\"v\":1}");
    assertThat(HistoryCodec.decodeTurn(1, Instant.EPOCH, 2, false, bytes).size()).isZero();
  }
}
