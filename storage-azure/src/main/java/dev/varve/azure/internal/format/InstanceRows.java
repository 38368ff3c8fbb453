package dev.varve.azure.internal.format;

import static dev.varve.azure.internal.format.Columns.EXECUTION_ID;
import static dev.varve.azure.internal.format.Columns.INPUT;
import static dev.varve.azure.internal.format.Columns.OUTPUT;
import static dev.varve.azure.internal.format.Columns.SCHEDULED_START;
import static dev.varve.azure.internal.format.Columns.TAGS;
import static dev.varve.azure.internal.format.Columns.VARVE_SEQUENCE;

import dev.varve.FailureDetails;
import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.azure.internal.table.Row;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of an instance in columns: those that tools read, and those of ours. The row of an
 * instance in the table of instances has these and no others; the same columns elsewhere are enough
 * to write it anew.
 */
public final class InstanceRows {
  /** The full name of what the instance runs. */
  public static final String NAME = Columns.NAME;

  /** The version of it, as text. */
  public static final String VERSION = Columns.VERSION;

  /** The hub that the instance belongs to. */
  public static final String HUB = "TaskHubName";

  /** The status, in the words of {@link StatusWords}. */
  public static final String STATUS = "RuntimeStatus";

  /** When the instance was created. */
  public static final String CREATED = "CreatedTime";

  /** Why the instance is parked, if it is. */
  public static final String CONDITION = "VarveCondition";

  /** The instance that started it, if one did. */
  public static final String PARENT = "VarveParent";

  /** What is read to count instances. */
  public static final List<String> COUNTED = List.of(NAME, STATUS, CONDITION);

  private static final String CUSTOM_STATUS = "CustomStatus";
  private static final String UPDATED = "LastUpdatedTime";
  private static final String COMPLETED = "CompletedTime";
  private static final String VERSION_SET = "VarveVersionSet";
  private static final String EXPLANATION = "VarveExplanation";
  private static final String BUILD = "VarveBuild";

  /** The failure in full; tools read its text in the column of the output. */
  private static final String FAILURE = "VarveFailure";

  /** The output of an instance that also has a failure. */
  private static final String OUTPUT_BESIDE = "VarveOutput";

  private static final int LONGEST_SHOWN = 8_000;
  private static final String KIND = "Instance";

  private static final List<String> PLAIN =
      List.of(
          HUB,
          STATUS,
          CREATED,
          CONDITION,
          PARENT,
          NAME,
          VERSION,
          EXECUTION_ID,
          Columns.GENERATION,
          VARVE_SEQUENCE,
          UPDATED,
          COMPLETED,
          SCHEDULED_START,
          VERSION_SET,
          BUILD,
          LargeTexts.ESCAPED);

  private static final List<String> TEXTS =
      List.of(INPUT, OUTPUT, TAGS, CUSTOM_STATUS, EXPLANATION, FAILURE, OUTPUT_BESIDE);

  private InstanceRows() {}

  /**
   * The columns of a row, to take the place of all that it had.
   *
   * @param input the columns of its input, from {@link #input}
   * @param large takes the texts that are too long for a column
   */
  public static Map<String, Object> encode(
      InstanceRow instance, Map<String, Object> input, LargeTexts large) {
    RowDraft row = new RowDraft("", new HashMap<>(input));
    Map<String, Object> columns = row.columns();
    columns.put(NAME, instance.function().toString());
    columns.put(VERSION, Integer.toString(instance.function().version()));
    columns.put(EXECUTION_ID, instance.executionId());
    columns.put(HUB, instance.hub());
    columns.put(STATUS, StatusWords.of(instance.status()));
    columns.put(Columns.GENERATION, 0);
    columns.put(VERSION_SET, instance.versionSetId());
    columns.put(VARVE_SEQUENCE, instance.lastSequence());
    Dates.put(columns, CREATED, instance.createdAt());
    Dates.put(columns, UPDATED, instance.lastUpdatedAt());
    instance.completedAt().ifPresent(time -> Dates.put(columns, COMPLETED, time));
    instance.scheduledStart().ifPresent(time -> Dates.put(columns, SCHEDULED_START, time));
    instance.parentId().ifPresent(parent -> columns.put(PARENT, parent));
    large.put(row, KIND, CUSTOM_STATUS, instance.customStatus().json());
    large.put(row, KIND, TAGS, Json.text(instance.tags()));
    instance.park().ifPresent(park -> park(row, park, large));
    outcome(row, instance, large);
    return columns;
  }

  private static void park(RowDraft row, ParkRecord park, LargeTexts large) {
    row.columns().put(CONDITION, park.condition().name());
    row.columns().put(BUILD, park.build());
    large.put(row, KIND, EXPLANATION, park.explanation());
  }

  private static void outcome(RowDraft row, InstanceRow instance, LargeTexts large) {
    Payload output = instance.output();
    if (instance.failure().isPresent()) {
      FailureDetails failure = instance.failure().get();
      String shown = failure.errorType() + ": " + failure.message();
      row.columns()
          .put(
              OUTPUT,
              EscapedText.replaced(shown.substring(0, Math.min(shown.length(), LONGEST_SHOWN))));
      large.put(row, KIND, FAILURE, Json.text(failure));
      if (!output.isNull()) {
        large.put(row, KIND, OUTPUT_BESIDE, output.json());
      }
    } else if (instance.status().isFinished() || !output.isNull()) {
      large.putWithAddress(row, OUTPUT, OUTPUT, output.json());
    }
  }

  /**
   * The columns of the input of an execution. One that is too long is in the same blob as that of
   * the event, if both are of one write.
   */
  public static Map<String, Object> input(ExecutionStarted started, LargeTexts large) {
    RowDraft row = new RowDraft("", new HashMap<>());
    large.putWithAddress(row, INPUT, INPUT, started.input().json());
    return row.columns();
  }

  /** The columns of the input in a row that has them. */
  public static Map<String, Object> input(Row row) {
    Map<String, Object> columns = new HashMap<>();
    copy(row, INPUT, columns);
    copy(row, INPUT + LargeTexts.BLOB_NAME, columns);
    if (StoredTexts.isEscaped(row, INPUT)) {
      columns.put(LargeTexts.ESCAPED, INPUT);
    }
    return columns;
  }

  /** The columns of an instance in a row that has others as well. */
  public static Map<String, Object> columns(Row row) {
    Map<String, Object> columns = new HashMap<>();
    PLAIN.forEach(column -> copy(row, column, columns));
    List.of(CREATED, UPDATED, COMPLETED, SCHEDULED_START)
        .forEach(column -> copy(row, Dates.exact(column), columns));
    for (String column : TEXTS) {
      copy(row, column, columns);
      copy(row, column + LargeTexts.BLOB_NAME, columns);
    }
    return columns;
  }

  private static void copy(Row row, String column, Map<String, Object> columns) {
    Object value = row.columns().get(column);
    if (value != null) {
      columns.put(column, value);
    }
  }

  /**
   * The instance of a row.
   *
   * @param row of the table of instances, or another of the instance's partition with its columns
   * @throws dev.varve.storage.StorageException if it is damaged
   */
  public static InstanceRow decode(Row row, StoredTexts texts) {
    try {
      return read(row, texts);
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "a column holds what it never has");
    }
  }

  private static InstanceRow read(Row row, StoredTexts texts) {
    Optional<FailureDetails> failure = texts.find(row, FAILURE).map(Json::failure);
    return new InstanceRow(
        texts.of(row, HUB),
        KeySanitation.unescape(row.partition()),
        texts.of(row, EXECUTION_ID),
        function(row),
        status(row),
        park(row, texts),
        Dates.of(row, CREATED),
        Dates.of(row, UPDATED),
        Dates.find(row, COMPLETED),
        Dates.find(row, SCHEDULED_START),
        payload(row, CUSTOM_STATUS, texts),
        payload(row, failure.isPresent() ? OUTPUT_BESIDE : OUTPUT, texts),
        failure,
        tags(row, texts),
        row.text(PARENT),
        texts.of(row, VERSION_SET),
        row.number(VARVE_SEQUENCE).orElse(0L));
  }

  /**
   * What the instance of a row runs.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static FunctionName function(Row row) {
    try {
      return FunctionName.parse(row.text(NAME).orElse(""));
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "the column " + NAME + " holds no function");
    }
  }

  /**
   * The status of the instance of a row.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static OrchestrationRuntimeStatus status(Row row) {
    return row.text(STATUS)
        .flatMap(StatusWords::status)
        .orElseThrow(() -> Damage.in(row, "the column " + STATUS + " holds no status"));
  }

  /**
   * When the instance of a row was created.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static Instant created(Row row) {
    return Dates.of(row, CREATED);
  }

  /**
   * The tags of the instance of a row.
   *
   * @throws dev.varve.storage.StorageException if the row is damaged
   */
  public static Map<String, String> tags(Row row, StoredTexts texts) {
    try {
      return Json.map(texts.of(row, TAGS));
    } catch (IllegalArgumentException e) {
      throw Damage.in(row, "the column " + TAGS + " holds no tags");
    }
  }

  private static Optional<ParkRecord> park(Row row, StoredTexts texts) {
    return row.text(CONDITION)
        .map(condition ->
            new ParkRecord(
                InstanceCondition.valueOf(condition),
                texts.of(row, EXPLANATION),
                texts.of(row, BUILD)));
  }

  /** The columns of a row, and that the instance is parked since it cannot be read. */
  public static Map<String, Object> poisoned(Row row, String damage) {
    Map<String, Object> columns = columns(row);
    columns.put(CONDITION, InstanceCondition.POISON.name());
    columns.put(EXPLANATION, damage);
    columns.put(BUILD, "");
    return columns;
  }

  private static Payload payload(Row row, String column, StoredTexts texts) {
    return texts.find(row, column).map(Payload::new).orElse(Payload.NULL);
  }
}
