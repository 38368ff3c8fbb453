package dev.varve.history;

import static dev.varve.history.Field.CAUSE;
import static dev.varve.history.Field.ERROR;
import static dev.varve.history.Field.EXECUTION;
import static dev.varve.history.Field.ID;
import static dev.varve.history.Field.INSTANCE_ID;
import static dev.varve.history.Field.MESSAGE;
import static dev.varve.history.Field.NON_RETRIABLE;
import static dev.varve.history.Field.STACK;
import static dev.varve.history.Field.SUPERTYPES;
import static dev.varve.history.Field.bits;

import dev.varve.FailureDetails;

/** How the values inside events are stored. */
final class ValueForms {
  static final EventForm<FailureDetails> FAILURE_DETAILS =
      EventForm.of(
          "a failure",
          bits(ERROR),
          bits(MESSAGE, STACK, NON_RETRIABLE, SUPERTYPES, CAUSE),
          f ->
              new FailureDetails(
                  f.text(ERROR),
                  f.text(MESSAGE, ""),
                  f.text(STACK, ""),
                  f.flag(NON_RETRIABLE),
                  f.texts(SUPERTYPES),
                  f.failureOrNull(CAUSE)));

  static final EventForm<ParentInstance> PARENT_INSTANCE =
      EventForm.of(
          "a parent",
          bits(INSTANCE_ID, EXECUTION, ID),
          bits(),
          f -> new ParentInstance(f.text(INSTANCE_ID), f.text(EXECUTION), f.number(ID)));

  private ValueForms() {}

  static void write(FailureDetails failure, EventWriter out) {
    out.text(ERROR, failure.errorType())
        .textUnless("", MESSAGE, failure.message())
        .textUnless("", STACK, failure.stackTrace())
        .flag(NON_RETRIABLE, failure.nonRetriable())
        .texts(SUPERTYPES, failure.supertypes())
        .failure(CAUSE, failure.cause());
  }

  static void write(ParentInstance parent, EventWriter out) {
    out.text(INSTANCE_ID, parent.instanceId())
        .text(EXECUTION, parent.executionId())
        .number(ID, parent.taskId());
  }
}
