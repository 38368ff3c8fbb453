package dev.varve.azure.internal.format;

/** Names of columns that more than one class knows. Those of tools have no prefix of ours. */
final class Columns {
  static final String EVENT_TYPE = "EventType";
  static final String EXECUTION_ID = "ExecutionId";
  static final String NAME = "Name";
  static final String VERSION = "Version";
  static final String INPUT = "Input";
  static final String RESULT = "Result";
  static final String OUTPUT = "Output";
  static final String FAILURE_DETAILS = "FailureDetails";
  static final String TAGS = "Tags";
  static final String SCHEDULED_START = "ScheduledStartTime";
  static final String GENERATION = "Generation";

  /** The event without what stands in other columns. */
  static final String VARVE_EVENT = "VarveEvent";

  static final String VARVE_SEQUENCE = "VarveSequence";

  private Columns() {}
}
