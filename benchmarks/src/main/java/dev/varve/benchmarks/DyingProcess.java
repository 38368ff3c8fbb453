package dev.varve.benchmarks;

import dev.varve.Varve;
import dev.varve.storage.Storage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Brings instances in flight, says so, and waits to be killed. */
public final class DyingProcess {
  private DyingProcess() {}

  /** Takes the engine, the store's address, and how many instances. */
  public static void main(String[] arguments) throws InterruptedException {
    Storage storage = Stores.open(Subject.parse(arguments[0]), arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    CountDownLatch held = new CountDownLatch(count);
    CountDownLatch never = new CountDownLatch(1);
    Varve varve =
        RecoveryMeasurement.functions(
                Varve.builder().storage(storage),
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
