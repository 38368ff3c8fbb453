package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FailureDetails;
import dev.varve.Payload;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.DecisionEvent;
import dev.varve.history.HistoryEvent;
import dev.varve.history.HistoryFormatException;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.history.InputEvent.TaskFailed;
import dev.varve.storage.StorageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryRowsTest {
  private static final String ID = "order/7";
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private static final List<String> HOSTILE =
      List.of(
          "",
          "\"quoted\" \\ '",
          "\u0000\u001f\u007f\u0085\u2028\ufeff\uffff",
          "gr\u00f6\u00dfe \u6f22 \ud83d\ude00",
          "\ud800",
          "\udc00\ud83d",
          "a\\\\ud800\\\ud83d\\",
          "x".repeat(30_720),
          "x".repeat(30_721),
          "\ud83d\ude00".repeat(20_000),
          "\\\ud800".repeat(20_000));

  static Set<String> events() {
    return GoldenEvents.events().keySet();
  }

  static Set<String> histories() {
    return GoldenEvents.histories().keySet();
  }

  private static HistoryEvent event(String name) {
    HistoryEvent event = GoldenEvents.events().get(name);
    assertThat(event).isNotNull();
    return event;
  }

  private static HistoryTurn turn(HistoryEvent event) {
    return switch (event) {
      case InputEvent input -> new HistoryTurn(3, TIME, 77, true, List.of(input), List.of());
      case DecisionEvent decision ->
          new HistoryTurn(3, TIME, 77, true, List.of(), List.of(decision));
    };
  }

  private static List<Row> encoded(Stored stored, HistoryTurn turn) {
    return stored.rows(HistoryRows.encode(turn, ID, "e1", 16, stored.large).rows());
  }

  private static void assertComesBack(HistoryTurn turn) {
    Stored stored = new Stored(ID);
    List<Row> rows = encoded(stored, turn);
    assertThat(HistoryRows.decode(rows, stored.texts())).containsExactly(turn);
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_kind_of_event_comes_back_as_it_was(String name) {
    assertComesBack(turn(event(name)));
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_kind_of_event_holds_any_text(String name) {
    for (String text : HOSTILE) {
      FailureDetails failure =
          new FailureDetails(text, text, text, true, List.of(text), FailureDetails.of(text, text));
      assertComesBack(turn(EventParts.with(event(name), new Payload(text), failure)));
    }
  }

  @Test
  void the_golden_events_have_every_kind() {
    Set<Class<?>> kinds =
        GoldenEvents.events().values().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrderElementsOf(
            records(HistoryEvent.class).collect(Collectors.toSet()));
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(HistoryRowsTest::records).distinct();
  }

  @ParameterizedTest
  @MethodSource("histories")
  void whole_histories_come_back_and_their_rows_count_on(String name) {
    List<HistoryTurn> turns = GoldenEvents.histories().get(name);
    Stored stored = new Stored(ID);
    Map<String, Row> table = new TreeMap<>();
    long next = 250;
    for (HistoryTurn turn : turns) {
      HistoryRows.Encoded encoded = HistoryRows.encode(turn, ID, "e1", next, stored.large);
      assertThat(encoded.nextRow()).isEqualTo(next + turn.size() + 2);
      next = encoded.nextRow();
      stored.rows(encoded.rows()).forEach(row -> table.put(row.key(), row));
    }

    assertThat(table.keySet().iterator().next()).isEqualTo("00000000000000FA");
    assertThat(HistoryRows.decode(List.copyOf(table.values()), stored.texts())).isEqualTo(turns);
  }

  @Test
  void a_turn_of_any_time_comes_back() {
    for (Instant time :
        List.of(
            TIME,
            Instant.EPOCH.minusNanos(1),
            Instant.parse("1600-12-31T23:59:59Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.MAX,
            Instant.MIN)) {
      assertComesBack(new HistoryTurn(1, time, 1, false, List.of(), List.of()));
    }
  }

  @Test
  void an_answer_has_the_columns_that_tools_read_with_their_types() {
    Stored stored = new Stored(ID);
    List<Row> rows = encoded(stored, turn(new TaskCompleted(4, new Payload("{\"a\":1}"))));

    assertThat(rows)
        .extracting(Row::key)
        .containsExactly("0000000000000010", "0000000000000011", "0000000000000012");
    assertThat(rows)
        .extracting(row -> row.columns().get("EventType"))
        .containsExactly("OrchestratorStarted", "TaskCompleted", "OrchestratorCompleted");
    assertThat(rows)
        .allSatisfy(row ->
            assertThat(row.columns())
                .containsEntry("ExecutionId", "e1")
                .containsEntry("IsPlayed", false)
                .containsEntry("EventId", -1)
                .containsEntry("_Timestamp", TIME));
    assertThat(rows.get(1).columns())
        .containsEntry("TaskScheduledId", 4)
        .containsEntry("Result", "{\"a\":1}")
        .doesNotContainKeys("Input", "FailureDetails");
  }

  @Test
  void a_failure_is_in_the_shape_that_tools_know() {
    FailureDetails failure =
        new FailureDetails(
            "a.B", "no card", "  at x", true, List.of("a.C"), FailureDetails.of("d.E", "cause"));
    Stored stored = new Stored(ID);
    Row row = encoded(stored, turn(new TaskFailed(4, failure))).get(1);

    assertThat(row.columns())
        .containsEntry("Reason", "a.B: no card")
        .containsEntry("TaskScheduledId", 4)
        .containsEntry(
            "FailureDetails",
            "{\"ErrorType\":\"a.B\",\"ErrorMessage\":\"no card\",\"StackTrace\":\"  at x\","
                + "\"InnerFailure\":{\"ErrorType\":\"d.E\",\"ErrorMessage\":\"cause\","
                + "\"StackTrace\":\"\",\"InnerFailure\":null,\"IsNonRetriable\":false},"
                + "\"IsNonRetriable\":true,\"VarveSupertypes\":[\"a.C\"]}");
  }

  @Test
  void decisions_have_the_columns_that_tools_read() {
    Map<String, Row> rows = new HashMap<>();
    for (String name :
        List.of(
            "TaskScheduled.json",
            "SubOrchestrationInstanceCreated.json",
            "TimerCreated.json",
            "TimerCanceled.json",
            "EventSent.json",
            "ContinueAsNew.json",
            "ExecutionCompleted-failed.json",
            "ExecutionStarted.json")) {
      rows.put(name, encoded(new Stored(ID), turn(event(name))).get(1));
    }

    assertThat(rows.get("TaskScheduled.json").columns())
        .containsEntry("EventType", "TaskScheduled")
        .containsEntry("EventId", 8)
        .containsKeys("Name", "Version", "Input");
    assertThat(rows.get("SubOrchestrationInstanceCreated.json").columns())
        .containsEntry("InstanceId", "child-1")
        .containsEntry("EventId", 2);
    assertThat(rows.get("TimerCreated.json").columns().get("FireAt")).isInstanceOf(Instant.class);
    assertThat(rows.get("TimerCanceled.json").columns())
        .containsEntry("EventType", "GenericEvent")
        .containsEntry("Data", "TimerCanceled 3");
    assertThat(rows.get("EventSent.json").columns())
        .containsEntry("InstanceId", "other-1")
        .containsEntry("Name", "approved");
    assertThat(rows.get("ContinueAsNew.json").columns())
        .containsEntry("OrchestrationStatus", "ContinuedAsNew")
        .containsKey("Result");
    assertThat(rows.get("ExecutionCompleted-failed.json").columns())
        .containsEntry("OrchestrationStatus", "Failed")
        .containsKey("FailureDetails");
    assertThat(rows.get("ExecutionStarted.json").columns())
        .containsEntry("Generation", 0)
        .containsKeys("Name", "Version", "Input", "Tags", "OrchestrationInstance");
  }

  @Test
  void a_large_value_is_a_blob_under_the_folder_of_its_instance_and_stored_once() {
    String text = "\"" + "y".repeat(40_000) + "\"";
    Stored stored = new Stored(ID);
    Row row = encoded(stored, turn(new TaskCompleted(4, new Payload(text)))).get(1);

    assertThat(row.columns())
        .containsEntry(
            "ResultBlobName",
            "order^07/history-0000000000000011-TaskCompleted-88888888-Result.json.gz")
        .doesNotContainKey("Result");
    assertThat(stored.large.blobs())
        .singleElement()
        .satisfies(blob -> {
          assertThat(blob.text()).isEqualTo(text);
          assertThat(blob.content()).hasSizeLessThan(1_000);
        });
    assertThat(LargeTexts.blobNames(row))
        .containsExactly(stored.large.blobs().getFirst().blobName());
  }

  @Test
  void a_payload_of_fifty_mebibytes_comes_back() {
    assertComesBack(turn(new TaskCompleted(1, new Payload("z".repeat(50 * 1024 * 1024)))));
  }

  @Test
  void a_missing_blob_is_named() {
    Stored stored = new Stored(ID);
    List<Row> rows = encoded(stored, turn(new TaskCompleted(4, new Payload("y".repeat(40_000)))));

    assertThatThrownBy(() -> HistoryRows.decode(rows, new Stored(ID).texts()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("order^07/history-0000000000000011-TaskCompleted");
  }

  @Test
  void rows_that_make_no_whole_turns_are_refused_by_key() {
    Stored stored = new Stored(ID);
    List<Row> rows = encoded(stored, turn(new TaskCompleted(4, Payload.NULL)));
    StoredTexts texts = stored.texts();

    assertThatThrownBy(() -> HistoryRows.decode(rows.subList(0, 2), texts))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("0000000000000011");
    assertThatThrownBy(() -> HistoryRows.decode(rows.subList(1, 3), texts))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("0000000000000011");
    assertThatThrownBy(
            () -> HistoryRows.decode(List.of(rows.get(0), rows.get(0), rows.get(2)), texts))
        .isInstanceOf(StorageException.class);
    assertThat(HistoryRows.decode(List.of(), texts)).isEmpty();
  }

  @Test
  void an_event_of_a_newer_version_is_refused_and_never_half_understood() {
    Stored stored = new Stored(ID);
    List<Row> rows = encoded(stored, turn(new TaskCompleted(4, Payload.NULL)));
    Map<String, Object> newer = new HashMap<>(rows.get(1).columns());
    newer.put("VarveEvent", "{\"type\":\"TaskCompleted\",\"id\":4,\"mood\":\"new\"}");
    Row row = new Row(rows.get(1).partition(), rows.get(1).key(), "etag", newer);

    assertThatThrownBy(
            () -> HistoryRows.decode(List.of(rows.get(0), row, rows.get(2)), stored.texts()))
        .isInstanceOf(StorageException.class)
        .hasCauseInstanceOf(HistoryFormatException.class)
        .hasMessageContaining("mood");
  }
}
