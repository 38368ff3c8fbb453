package dev.varve.benchmarks.peers;

import dev.varve.benchmarks.Engine;
import io.temporal.worker.Worker;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The workloads as Temporal runs them: each orchestration an interface with its code. */
final class TemporalWorkflows {
  private TemporalWorkflows() {}

  /** Of one activity. */
  @WorkflowInterface
  public interface One {
    @WorkflowMethod(name = Engine.ONE)
    String run(String input);
  }

  /** Of ten in a row. */
  @WorkflowInterface
  public interface Chain {
    @WorkflowMethod(name = Engine.CHAIN)
    String run(String input);
  }

  /** Of many at once. */
  @WorkflowInterface
  public interface FanOut {
    @WorkflowMethod(name = Engine.FAN_OUT)
    int run(int width);
  }

  /** Of many in a row. */
  @WorkflowInterface
  public interface Sequence {
    @WorkflowMethod(name = Engine.SEQUENCE)
    int run(int length);
  }

  /**
   * @param steps gives a stub for the activities to the workflow that asks
   */
  static void register(Worker worker, Supplier<TemporalSteps> steps) {
    worker.registerWorkflowImplementationFactory(One.class, () -> input -> steps.get().echo(input));
    worker.registerWorkflowImplementationFactory(
        Chain.class, () -> input -> chain(steps.get(), input));
    worker.registerWorkflowImplementationFactory(
        FanOut.class, () -> width -> fanOut(steps.get(), width));
    worker.registerWorkflowImplementationFactory(
        Sequence.class, () -> length -> sequence(steps.get(), length));
  }

  private static String chain(TemporalSteps steps, String input) {
    String value = input;
    for (int i = 0; i < Engine.CHAIN_LENGTH; i++) {
      value = steps.echo(value);
    }
    return value;
  }

  private static int fanOut(TemporalSteps steps, int width) {
    List<Promise<String>> results = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      results.add(Async.function(steps::echo, "hello"));
    }
    Promise.allOf(results).get();
    return results.size();
  }

  private static int sequence(TemporalSteps steps, int length) {
    for (int i = 0; i < length; i++) {
      steps.echo("hello");
    }
    return length;
  }
}
