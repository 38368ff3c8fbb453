package dev.varve.azure;

import dev.varve.Names;
import dev.varve.azure.internal.format.Damage;
import dev.varve.azure.internal.format.InstanceRows;
import dev.varve.azure.internal.format.LargeTexts;
import dev.varve.azure.internal.format.StoredTexts;
import dev.varve.azure.internal.table.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The row that tells what an instance is. Each write of an owner replaces it in the state it knows,
 * which is the fence (G2).
 */
final class Sentinel {
  /** Whether all rows of the last turn are there; a column that tools know. */
  static final String COMPLETE = "IsCheckpointComplete";

  private static final String COMPLETED_AT = "CheckpointCompletedTimestamp";
  private static final String SEQUENCE = "VarveSequence";
  private static final String REVISION = "VarveRevision";
  private static final String START_COMMIT = "VarveStartCommitId";
  private static final String FIRST_SEQUENCE = "VarveFirstSequence";
  private static final String LAST_COMMIT = "VarveCommitId";
  private static final String LAST_RAN = "VarveRan";
  private static final String FIRST_ROW = "VarveFirstRow";
  private static final String NEXT_ROW = "VarveNextRow";
  private static final String OWNER = "VarveOwner";
  private static final String EPOCH = "VarveEpoch";
  private static final String CRASHES = "VarveCrashes";
  private static final String FAILED = "VarveFailedBuilds";
  private static final String UNRESOLVED = "VarveUnresolvedBuilds";
  private static final String NOT_BEFORE = "VarveNotBefore";
  private static final String DUE_SINCE = "VarveDueSince";

  private Sentinel() {}

  /**
   * The columns that say this, remembered in the state as those of its row.
   *
   * @param large takes the texts that are too long for a column
   */
  static Map<String, Object> encode(InstanceState state, Instant now, LargeTexts large) {
    if (state.columnsRevision != state.revision) {
      state.columns = InstanceRows.encode(state.row, state.input, large);
      state.columnsRevision = state.revision;
    }
    Map<String, Object> row = new HashMap<>(state.columns);
    row.put(SEQUENCE, state.sequence());
    row.put(REVISION, state.revision);
    row.put(START_COMMIT, state.startCommitId);
    state.columns = Map.copyOf(row);
    row.put(COMPLETE, true);
    row.put(COMPLETED_AT, now);
    row.put(FIRST_SEQUENCE, state.firstSequence);
    row.put(LAST_COMMIT, state.lastCommitId);
    row.put(LAST_RAN, state.lastTurnRan);
    row.put(FIRST_ROW, state.firstRow);
    row.put(NEXT_ROW, state.nextRow);
    row.put(OWNER, state.owner);
    row.put(EPOCH, state.epoch);
    row.put(CRASHES, state.crashes);
    row.put(FAILED, String.join("\n", state.failedBuilds));
    row.put(UNRESOLVED, String.join("\n", state.unresolvedBuilds));
    row.put(NOT_BEFORE, state.notBefore);
    row.put(DUE_SINCE, state.dueSince);
    return row;
  }

  static InstanceState decode(Row row, StoredTexts texts) {
    InstanceState state = new InstanceState(InstanceRows.decode(row, texts));
    state.input = InstanceRows.input(row);
    state.revision = number(row, REVISION);
    state.startCommitId = number(row, START_COMMIT);
    Map<String, Object> columns = InstanceRows.columns(row);
    columns.put(REVISION, state.revision);
    columns.put(START_COMMIT, state.startCommitId);
    state.columns = Map.copyOf(columns);
    state.columnsRevision = state.revision;
    state.firstSequence = number(row, FIRST_SEQUENCE);
    state.lastCommitId = number(row, LAST_COMMIT);
    state.lastTurnRan = row.flag(LAST_RAN);
    state.firstRow = number(row, FIRST_ROW);
    state.nextRow = number(row, NEXT_ROW);
    state.owner = number(row, OWNER);
    state.epoch = number(row, EPOCH);
    state.crashes = (int) number(row, CRASHES);
    state.failedBuilds = builds(row, FAILED);
    state.unresolvedBuilds = builds(row, UNRESOLVED);
    state.notBefore = number(row, NOT_BEFORE);
    state.dueSince = number(row, DUE_SINCE);
    return state;
  }

  /** Which change of the row an entry of the Instances table tells of. */
  static long revision(Row instanceRow) {
    return instanceRow.number(REVISION).orElse(0L);
  }

  /** Which start made the instance that an entry of the Instances table tells of. */
  static long startCommit(Row instanceRow) {
    return instanceRow.number(START_COMMIT).orElse(0L);
  }

  /** The columns by which an entry of the Instances table tells that the sentinel is damaged. */
  static Map<String, Object> setAside(Row instanceRow, String damage) {
    Map<String, Object> columns = InstanceRows.poisoned(instanceRow, damage);
    columns.put(START_COMMIT, startCommit(instanceRow));
    columns.put(REVISION, 0L); // older than any: whoever reads a restored sentinel repairs it
    return columns;
  }

  static Set<String> builds(Row row, String column) {
    String text = row.text(column).orElse("");
    return text.isEmpty() ? Set.of() : Set.copyOf(new TreeSet<>(Arrays.asList(text.split("\n"))));
  }

  private static long number(Row row, String column) {
    return row.number(column)
        .orElseThrow(() ->
            Damage.of(
                "the sentinel of '" + Names.printable(row.partition()) + "'",
                "has no column " + column,
                "something else wrote it: restore the row from a backup"));
  }
}
