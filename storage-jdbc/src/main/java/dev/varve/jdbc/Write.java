package dev.varve.jdbc;

import static dev.varve.jdbc.Column.bytes;
import static dev.varve.jdbc.Column.number;
import static dev.varve.jdbc.Column.small;
import static dev.varve.jdbc.Column.text;
import static dev.varve.jdbc.WriteForm.delete;
import static dev.varve.jdbc.WriteForm.insert;
import static dev.varve.jdbc.WriteForm.list;
import static dev.varve.jdbc.WriteForm.update;

/**
 * The statements of the hot path, gathered per transaction and sent in this order: rows first, then
 * changes, then removals.
 */
enum Write {
  INSERT_INSTANCE(
      insert(
          "varve_instance",
          number("instance"),
          number("hub"),
          text("id"),
          text("execution_id"),
          number("function"),
          small("status"),
          number("created"),
          number("updated"),
          number("scheduled"),
          number("start_commit"),
          text("version_set"),
          text("parent"),
          text("tags"))),
  INSERT_TAG(insert("varve_tag", number("hub"), text("name"), text("value"), number("instance"))),
  INSERT_RUN(
      insert(
          "varve_run",
          number("instance"),
          number("function"),
          number("session"),
          small("holds"),
          small("crashes"),
          number("not_before"))),
  INSERT_HISTORY(
      insert(
          "varve_history",
          number("instance"),
          number("sequence"),
          number("time"),
          number("commit_id"),
          small("ran"),
          bytes("events"))),
  INSERT_MESSAGE(
      insert(
          "varve_message",
          number("message"),
          number("instance"),
          number("lane"),
          number("due"),
          small("kind"),
          small("task"),
          bytes("event"))),
  INSERT_ACTIVITY(
      insert(
          "varve_activity",
          number("activity"),
          number("instance"),
          number("lane"),
          small("task"),
          small("deliveries"),
          bytes("event"))),
  RENEW_SESSION(
      update("varve_session", list(number("seen"), number("expires")), number("session"))),
  UPDATE_STATUS(
      update(
          "varve_instance",
          list(small("status"), number("updated"), text("custom_status")),
          number("instance"))),
  FINISH_INSTANCE(
      update(
              "varve_instance",
              list(
                  small("status"),
                  number("updated"),
                  number("completed"),
                  text("custom_status"),
                  text("output"),
                  bytes("failure")),
              number("instance"))
          .with("park_condition=NULL, park_explanation=NULL, park_build=NULL")),
  CLEAR_CRASHES(update("varve_run", list(small("crashes")), number("instance"))),
  DELETE_RUN(delete("varve_run", number("instance"))),
  DELETE_MESSAGE(delete("varve_message", number("message"), number("instance"))),
  DELETE_TIMER(delete("varve_message", number("instance"), small("task")).with("kind=1")),
  DELETE_TASK(delete("varve_activity", number("instance"), small("task"))),
  DELETE_MESSAGES_OF(delete("varve_message", number("instance"))),
  DELETE_ACTIVITIES_OF(delete("varve_activity", number("instance"))),
  DELETE_FAILED_BUILDS_OF(delete("varve_failed_build", number("instance"))),
  COUNT(
      insert(
              "varve_instance_count",
              number("function"),
              small("status"),
              small("parked"),
              small("shard"),
              number("instances"))
          .with(
              "ON CONFLICT (function, status, parked, shard) DO UPDATE"
                  + " SET instances = varve_instance_count.instances + excluded.instances"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and unmodifiable lists
  private final WriteForm form;

  Write(WriteForm form) {
    this.form = form;
  }

  WriteForm form() {
    return form;
  }

  /** Whether it changes which instances there are, their status or who owns them. */
  boolean changesStructure() {
    return switch (this) {
      case INSERT_INSTANCE, INSERT_RUN, UPDATE_STATUS, FINISH_INSTANCE, DELETE_RUN -> true;
      case RENEW_SESSION,
          INSERT_TAG,
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
}
