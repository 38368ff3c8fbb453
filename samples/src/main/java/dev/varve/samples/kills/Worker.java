package dev.varve.samples.kills;

import dev.varve.ActivityContext;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The process that is killed: runs the interpreter until its input ends. */
public final class Worker {
  private static final int MOST_MILLIS_OF_WORK = 12;

  /** Here the instances are not to blame for the deaths of their workers. */
  private static final int MOST_CRASHES = 1_000;

  private final RunLog log;

  private Worker(RunLog log) {
    this.log = log;
  }

  /**
   * @param arguments the database, the directory of the run log, a name, and the newest version
   *     that it has
   */
  public static void main(String[] arguments) throws IOException {
    Database database = new Database(arguments[0]);
    Worker worker = new Worker(new RunLog(Path.of(arguments[1]).resolve("runs.tsv")));
    VarveBuilder builder =
        Varve.builder().storage(database.open()).workerName(arguments[2]).maxCrashes(MOST_CRASHES);
    worker.register(builder, Integer.parseInt(arguments[3]));
    try (Varve varve = builder.start()) {
      System.out.println("ready");
      System.in.transferTo(System.out);
    }
  }

  private void register(VarveBuilder builder, int newest) {
    builder.orchestrator(Interpreter_v1::new);
    activities(builder, 1);
    if (newest > 1) {
      builder.orchestrator(Interpreter_v2::new);
      activities(builder, 2);
    }
  }

  private void activities(VarveBuilder builder, int version) {
    builder
        .activity(
            "Work_v" + version,
            Long.class,
            (ActivityContext context, Long value) -> work(context, version, value))
        .activity(
            "Flaky_v" + version,
            Step.Flaky.class,
            (ActivityContext context, Step.Flaky flaky) -> flaky(context, version, flaky));
  }

  private Long work(ActivityContext context, int version, Long value) throws IOException {
    log.note(context, version);
    LockSupport.parkNanos(value % MOST_MILLIS_OF_WORK * 1_000_000);
    return version * value;
  }

  private Long flaky(ActivityContext context, int version, Step.Flaky flaky) throws IOException {
    log.note(context, version);
    if (context.attempt() <= flaky.failures()) {
      throw new IllegalStateException("planned failure " + context.attempt());
    }
    return version * flaky.value();
  }
}
