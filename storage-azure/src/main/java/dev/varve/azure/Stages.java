package dev.varve.azure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Stages as the engine wants them: failed with what failed, without a wrapping. */
final class Stages {
  private Stages() {}

  static <T> CompletableFuture<T> plain(CompletableFuture<T> stage) {
    CompletableFuture<T> plain = new CompletableFuture<>();
    var unused =
        stage.whenComplete((result, failure) -> {
          if (failure == null) {
            plain.complete(result);
          } else {
            plain.completeExceptionally(cause(failure));
          }
        });
    return plain;
  }

  /** Waits for all, and fails with one that failed. */
  static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> stages) {
    return plain(
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
            .thenApply(ignored -> stages.stream().map(CompletableFuture::join).toList()));
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
