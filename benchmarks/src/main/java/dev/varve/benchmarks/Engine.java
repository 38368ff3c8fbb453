package dev.varve.benchmarks;

/**
 * Something that runs the orchestrations of the workloads, Varve or another engine. Thread-safe:
 * many virtual threads start orchestrations at the same time.
 */
public interface Engine extends AutoCloseable {
  /** An orchestration with one activity; takes and returns a string. */
  String ONE = "One";

  /**
   * An orchestration with {@link #CHAIN_LENGTH} activities in sequence; takes and returns a string.
   */
  String CHAIN = "Chain";

  /**
   * Fans out to as many activities as its input says, joins them and returns how many they were.
   */
  String FAN_OUT = "FanOut";

  /** As many activities in sequence as its input says; returns how many they were. */
  String SEQUENCE = "Sequence";

  int CHAIN_LENGTH = 10;

  /**
   * Starts one orchestration and waits for its end.
   *
   * @param input a {@link String} or an {@link Integer}
   * @throws Exception if it did not complete with the right output
   */
  void run(String orchestration, Object input) throws Exception;

  @Override
  void close();
}
