package dev.varve.samples.kills;

import dev.varve.ActivityContext;
import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The process that is killed: runs the interpreter until its input ends. */
public final class Worker {
  private static final int MOST_MILLIS_OF_WORK = 12;

  private final RunLog log;

  private Worker(RunLog log) {
    this.log = log;
  }

  /**
   * @param arguments the directory of the database and the run log
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Worker worker = new Worker(new RunLog(directory.resolve("runs.tsv")));
    try (Varve varve = worker.start(directory.resolve("kills.db"))) {
      System.out.println("ready");
      System.in.transferTo(System.out);
    }
  }

  /** Its workers die from outside, however often, and never by what an instance does. */
  private static final int NEVER_SET_ASIDE = Integer.MAX_VALUE;

  private Varve start(Path file) {
    return Varve.builder()
        .storage(SqliteStorage.at(file))
        .orchestrator(Interpreter_v1::new)
        .activity("Work_v1", Long.class, this::work)
        .activity("Flaky_v1", Step.Flaky.class, this::flaky)
        .maxCrashes(NEVER_SET_ASIDE)
        .start();
  }

  private Long work(ActivityContext context, Long value) throws IOException {
    log.note(context);
    LockSupport.parkNanos(value % MOST_MILLIS_OF_WORK * 1_000_000);
    return value;
  }

  private Long flaky(ActivityContext context, Step.Flaky flaky) throws IOException {
    log.note(context);
    if (context.attempt() <= flaky.failures()) {
      throw new IllegalStateException("planned failure " + context.attempt());
    }
    return flaky.value();
  }
}
