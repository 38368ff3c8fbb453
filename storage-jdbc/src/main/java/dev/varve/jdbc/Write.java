package dev.varve.jdbc;

/**
 * The statements of the hot path, batched per transaction and sent in this order: rows first, then
 * changes, then removals.
 */
enum Write {
  INSERT_INSTANCE(
      "INSERT INTO instance (instance, hub, id, execution_id, function, status, created, updated,"
          + " scheduled, start_commit, version_set, parent, tags)"
          + " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"),
  INSERT_TAG("INSERT INTO tag (hub, name, value, instance) VALUES (?,?,?,?)"),
  INSERT_RUN(
      "INSERT INTO run (instance, function, session, holds, crashes, not_before)"
          + " VALUES (?,?,?,0,0,?)"),
  INSERT_HISTORY(
      "INSERT INTO history (instance, sequence, time, commit_id, ran, events)"
          + " VALUES (?,?,?,?,?,?)"),
  INSERT_MESSAGE(
      "INSERT INTO message (message, instance, lane, due, kind, task, event)"
          + " VALUES (?,?,?,?,?,?,?)"),
  INSERT_ACTIVITY(
      "INSERT INTO activity (activity, instance, lane, task, session, deliveries, event)"
          + " VALUES (?,?,?,?,NULL,0,?)"),
  UPDATE_STATUS("UPDATE instance SET status=?, updated=?, custom_status=? WHERE instance=?"),
  FINISH_INSTANCE(
      "UPDATE instance SET status=?, updated=?, completed=?, custom_status=?, output=?, failure=?,"
          + " park_condition=NULL, park_explanation=NULL, park_build=NULL WHERE instance=?"),
  CLEAR_CRASHES("UPDATE run SET crashes=0 WHERE instance=?"),
  DELETE_MESSAGE("DELETE FROM message WHERE message=? AND instance=?"),
  DELETE_TIMER("DELETE FROM message WHERE instance=? AND kind=1 AND task=?"),
  DELETE_TASK("DELETE FROM activity WHERE instance=? AND task=?"),
  DELETE_MESSAGES_OF("DELETE FROM message WHERE instance=?"),
  DELETE_ACTIVITIES_OF("DELETE FROM activity WHERE instance=?"),
  DELETE_FAILED_BUILDS_OF("DELETE FROM failed_build WHERE instance=?"),
  DELETE_RUN("DELETE FROM run WHERE instance=?"),
  COUNT(
      "INSERT INTO instance_count (function, status, parked, instances) VALUES (?,?,?,?)"
          + " ON CONFLICT (function, status, parked)"
          + " DO UPDATE SET instances = instance_count.instances + excluded.instances");

  private final String sql;

  Write(String sql) {
    this.sql = sql;
  }

  /** Whether it changes which instances there are, their status or who owns them. */
  boolean changesStructure() {
    return switch (this) {
      case INSERT_INSTANCE, INSERT_RUN, UPDATE_STATUS, FINISH_INSTANCE, DELETE_RUN -> true;
      case INSERT_TAG,
          INSERT_HISTORY,
          INSERT_MESSAGE,
          INSERT_ACTIVITY,
          CLEAR_CRASHES,
          DELETE_MESSAGE,
          DELETE_TIMER,
          DELETE_TASK,
          DELETE_MESSAGES_OF,
          DELETE_ACTIVITIES_OF,
          DELETE_FAILED_BUILDS_OF,
          COUNT ->
          false;
    };
  }

  String sql() {
    return sql;
  }
}
