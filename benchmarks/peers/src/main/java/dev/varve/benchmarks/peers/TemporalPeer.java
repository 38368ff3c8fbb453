package dev.varve.benchmarks.peers;

import dev.varve.benchmarks.Engine;
import dev.varve.benchmarks.Peer;
import dev.varve.benchmarks.PeerSite;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * Temporal on its in-memory test server, without skipping time: what its SDK and its protocol cost
 * without a database.
 */
abstract class TemporalPeer implements Peer {
  private static final String QUEUE = "benchmark";
  private static final int AT_ONCE = 2_000;
  private static final int POLLERS = 16;
  private static final Duration LONG = Duration.ofMinutes(10);

  /** With activities, each a task that the server hands out. */
  public static final class OfActivities extends TemporalPeer {
    @Override
    public String id() {
      return "temporal";
    }

    @Override
    TemporalSteps steps() {
      return Workflow.newActivityStub(
          TemporalSteps.class, ActivityOptions.newBuilder().setStartToCloseTimeout(LONG).build());
    }
  }

  /** With local activities, which run inside the turn of their workflow. */
  public static final class OfLocalActivities extends TemporalPeer {
    @Override
    public String id() {
      return "temporal-local";
    }

    @Override
    TemporalSteps steps() {
      return Workflow.newLocalActivityStub(
          TemporalSteps.class,
          LocalActivityOptions.newBuilder().setStartToCloseTimeout(LONG).build());
    }
  }

  /** A stub for the workflow that asks. */
  abstract TemporalSteps steps();

  @Override
  public String description() {
    return "Temporal SDK "
        + Worker.class.getPackage().getImplementationVersion()
        + ", in-memory test server, virtual threads, "
        + AT_ONCE
        + " tasks at once, "
        + POLLERS
        + " pollers each";
  }

  @Override
  public Engine start(PeerSite site) {
    TestWorkflowEnvironment environment =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkerFactoryOptions(
                    WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(true)
                        .setMaxWorkflowThreadCount(4 * AT_ONCE)
                        .setWorkflowCacheSize(AT_ONCE)
                        .build())
                .build());
    Worker worker = environment.newWorker(QUEUE, options());
    TemporalWorkflows.register(worker, this::steps);
    worker.registerActivitiesImplementations((TemporalSteps) input -> input);
    environment.start();
    return new Running(environment);
  }

  private static WorkerOptions options() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentWorkflowTaskExecutionSize(AT_ONCE)
        .setMaxConcurrentActivityExecutionSize(AT_ONCE)
        .setMaxConcurrentLocalActivityExecutionSize(AT_ONCE)
        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
        .setMaxConcurrentActivityTaskPollers(POLLERS)
        .build();
  }

  private record Running(TestWorkflowEnvironment environment) implements Engine {
    @Override
    public void run(String orchestration, Object input) {
      WorkflowClient client = environment.getWorkflowClient();
      WorkflowOptions options = WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build();
      WorkflowStub workflow = client.newUntypedWorkflowStub(orchestration, options);
      workflow.start(input);
      Outputs.demand(input, workflow.getResult(input.getClass()));
    }

    @Override
    public void close() {
      environment.close();
    }
  }
}
