package dev.varve.benchmarks;

import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Brings instances in flight, says so, and waits to be killed. */
public final class DyingProcess {
  private DyingProcess() {}

  /** Takes the file, and how many instances. */
  public static void main(String[] arguments) throws InterruptedException {
    Path file = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    CountDownLatch held = new CountDownLatch(count);
    CountDownLatch never = new CountDownLatch(1);
    Varve varve =
        RecoveryMeasurement.functions(
                Varve.builder().storage(SqliteStorage.at(file)),
                input -> {
                  held.countDown();
                  never.await();
                  return input;
                },
                input -> input)
            .start();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        callers.execute(() ->
            varve
                .client()
                .scheduleNewOrchestrationInstance(
                    "Interrupted", "hello", RecoveryMeasurement.id(number)));
      }
    }
    held.await();
    System.out.println(RecoveryMeasurement.READY);
    never.await();
  }
}
