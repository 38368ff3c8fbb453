package dev.varve.history;

import java.time.Instant;
import java.util.List;

/**
 * One row of history: what an instance was told and what its code decided, committed as one unit.
 *
 * <p>A turn that has not {@linkplain #ran() run} holds inputs that were recorded without running
 * code: the start of an execution, or what a worker without the code carried out. Its inputs are
 * delivered in front of those of the next turn that ran, at that turn's time. Live and replay alike
 * deliver one input, run the code until it waits, and go on with the next.
 *
 * @param sequence counts up by one from 1 over the life of the instance; does not restart at
 *     continue-as-new
 * @param time the turn's time, microsecond precision; what the code sees as its clock
 * @param commitId names the commit that wrote it, so that an unknown outcome can be read back
 * @param ran whether the code has run over the inputs
 * @param inputs in order of delivery
 * @param decisions in the order they were taken; empty unless the turn ran
 */
public record HistoryTurn(
    long sequence,
    Instant time,
    long commitId,
    boolean ran,
    List<InputEvent> inputs,
    List<DecisionEvent> decisions) {

  public HistoryTurn {
    inputs = List.copyOf(inputs);
    decisions = List.copyOf(decisions);
    if (!ran && !decisions.isEmpty()) {
      throw new IllegalArgumentException("turn " + sequence + " decided without having run");
    }
  }

  /** The same turn with decisions. */
  public HistoryTurn decided(List<DecisionEvent> taken) {
    return new HistoryTurn(sequence, time, commitId, ran, inputs, taken);
  }

  /** The number of events in this turn. */
  public int size() {
    return inputs.size() + decisions.size();
  }
}
