package dev.varve.testing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Stages that are complete when they are returned. */
final class SettledStage {
  private SettledStage() {}

  /** Waits for the stage that the call returns; what it fails with fails the returned stage. */
  static <T> CompletionStage<T> of(
      StoreCalls calls, String method, Supplier<CompletionStage<T>> call) {
    try {
      return CompletableFuture.completedFuture(calls.make(method, () -> join(call.get())));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
