package dev.varve.azure.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.VersionResolution;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.StorageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstanceRowsTest {
  private static final FunctionName ORDER = FunctionName.parse("Order_v12");
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Payload INPUT = new Payload("{\"in\":1}");

  private final Stored stored = new Stored("a/b");

  private static InstanceRow plain(OrchestrationRuntimeStatus status, Payload output) {
    return new InstanceRow(
        "MyHub",
        "a/b",
        "e1",
        ORDER,
        status,
        Optional.empty(),
        CREATED,
        CREATED.plusSeconds(1),
        status.isFinished() ? Optional.of(CREATED.plusSeconds(1)) : Optional.empty(),
        Optional.empty(),
        Payload.NULL,
        output,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        "0011",
        4);
  }

  private static InstanceRow full(Payload customStatus, Payload output, String text) {
    return new InstanceRow(
        "MyHub",
        "a/b",
        "e1/2",
        ORDER,
        OrchestrationRuntimeStatus.FAILED,
        Optional.of(new ParkRecord(InstanceCondition.POISON, text, "build-1")),
        Instant.parse("1500-01-01T00:00:00Z"),
        CREATED.plusNanos(99),
        Optional.of(CREATED.plusSeconds(2)),
        Optional.of(Instant.parse("0000-01-01T00:00:00Z")),
        customStatus,
        output,
        Optional.of(
            new FailureDetails(
                "a.B", text, text, true, List.of(text), FailureDetails.of("c", "d"))),
        Map.of("50%", "it's", "\"q\"", "\u6f22 \ud83d\ude00"),
        Optional.of("par/ent"),
        "0011",
        Long.MAX_VALUE);
  }

  private static ExecutionStarted started(Payload input) {
    return new ExecutionStarted(
        ORDER,
        "Order",
        VersionResolution.CONFIGURED,
        "0011",
        "e1",
        1,
        input,
        null,
        Map.of(),
        null,
        null);
  }

  private Row encoded(InstanceRow instance) {
    Map<String, Object> input = InstanceRows.input(started(INPUT), stored.large);
    return stored.row(new RowDraft("", InstanceRows.encode(instance, input, stored.large)));
  }

  @ParameterizedTest
  @EnumSource(OrchestrationRuntimeStatus.class)
  void an_instance_of_any_status_comes_back(OrchestrationRuntimeStatus status) {
    InstanceRow instance = plain(status, status.isFinished() ? new Payload("7") : Payload.NULL);

    Row row = encoded(instance);

    assertThat(InstanceRows.decode(row, stored.texts())).isEqualTo(instance);
    assertThat(InstanceRows.status(row)).isEqualTo(status);
    assertThat(InstanceRows.function(row)).isEqualTo(ORDER);
    assertThat(InstanceRows.created(row)).isEqualTo(CREATED);
  }

  @Test
  void everything_an_instance_can_have_comes_back() {
    for (String text : List.of("", "why", "\ud800\\", "x".repeat(40_000), "\udc00".repeat(9_000))) {
      Stored fresh = new Stored("a/b");
      InstanceRow instance = full(new Payload(text), new Payload(text), text);
      Map<String, Object> columns =
          InstanceRows.encode(
              instance, InstanceRows.input(started(new Payload(text)), fresh.large), fresh.large);
      Row row = fresh.row(new RowDraft("", columns));

      assertThat(InstanceRows.decode(row, fresh.texts())).isEqualTo(instance);
      assertThat(InstanceRows.columns(row)).isEqualTo(row.columns());
      assertThat(InstanceRows.tags(row, fresh.texts())).isEqualTo(instance.tags());
    }
  }

  @Test
  void the_columns_are_those_that_tools_read_with_their_types() {
    Row row = encoded(plain(OrchestrationRuntimeStatus.COMPLETED, new Payload("{\"out\":2}")));

    assertThat(row.columns())
        .containsEntry("Name", "Order_v12")
        .containsEntry("Version", "12")
        .containsEntry("ExecutionId", "e1")
        .containsEntry("TaskHubName", "MyHub")
        .containsEntry("RuntimeStatus", "Completed")
        .containsEntry("Input", "{\"in\":1}")
        .containsEntry("Output", "{\"out\":2}")
        .containsEntry("CustomStatus", "null")
        .containsEntry("Tags", "null")
        .containsEntry("Generation", 0)
        .containsEntry("CreatedTime", CREATED)
        .containsEntry("LastUpdatedTime", CREATED.plusSeconds(1))
        .containsEntry("CompletedTime", CREATED.plusSeconds(1))
        .doesNotContainKeys("ScheduledStartTime", "VarveCondition", "VarveParent");
  }

  @Test
  void the_output_of_a_failed_instance_is_a_text_for_people() {
    assertThat(encoded(full(Payload.NULL, Payload.NULL, "no card")).columns())
        .containsEntry("Output", "a.B: no card")
        .containsEntry("RuntimeStatus", "Failed")
        .containsEntry("VarveCondition", "POISON")
        .containsEntry("VarveParent", "par/ent");
  }

  @Test
  void a_large_input_is_one_blob_for_the_event_and_the_row_and_the_row_has_its_address() {
    Payload large = new Payload("\"" + "i".repeat(50_000) + "\"");
    HistoryTurn turn = new HistoryTurn(1, CREATED, 5, false, List.of(started(large)), List.of());
    HistoryRows.Encoded history = HistoryRows.encode(turn, "a/b", "e1", 1, stored.large);
    Map<String, Object> input = InstanceRows.input(started(large), stored.large);

    assertThat(stored.large.blobs()).hasSize(1);
    String name = stored.large.blobs().getFirst().blobName();
    assertThat(history.rows().get(1).columns()).containsEntry("InputBlobName", name);
    assertThat(input).containsEntry("InputBlobName", name).containsEntry("Input", "blob:" + name);
    Row row =
        stored.row(
            new RowDraft(
                "",
                InstanceRows.encode(
                    plain(OrchestrationRuntimeStatus.RUNNING, Payload.NULL), input, stored.large)));
    assertThat(InstanceRows.input(row)).isEqualTo(input);
    assertThat(LargeTexts.blobNames(row)).containsExactly(name);
  }

  @Test
  void the_columns_are_found_again_among_others() {
    Row row = encoded(full(Payload.NULL, Payload.NULL, "why"));
    Map<String, Object> more = new HashMap<>(row.columns());
    more.put("Owner", 7L);
    more.put("NextRow", 3L);

    Row sentinel = new Row(row.partition(), "sentinel", "etag", more);

    assertThat(InstanceRows.columns(sentinel)).isEqualTo(row.columns());
    assertThat(InstanceRows.decode(sentinel, stored.texts()))
        .isEqualTo(InstanceRows.decode(row, stored.texts()));
  }

  @Test
  void a_damaged_row_is_refused_by_its_key_and_column() {
    Row row = encoded(plain(OrchestrationRuntimeStatus.RUNNING, Payload.NULL));
    for (String column : List.of("Name", "RuntimeStatus", "Tags", "CreatedTime")) {
      Map<String, Object> damaged = new HashMap<>(row.columns());
      damaged.remove(column);
      Row bad = new Row(row.partition(), row.key(), "etag", damaged);

      assertThatThrownBy(() -> InstanceRows.decode(bad, stored.texts()))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(column)
          .hasMessageContaining("a^0b");
    }
  }
}
