package dev.varve.jdbc;

import dev.varve.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Many writes of one caller, a slice at a time: the next is queued when the one before is durable,
 * so that turns come between.
 */
final class Slices<T, R> {
  private static final int SIZE = 500;

  private final List<T> all;
  private final Function<List<T>, CompletableFuture<List<R>>> write;
  private final List<R> outcomes = new ArrayList<>();
  private final CompletableFuture<List<R>> stage = new CompletableFuture<>();

  private Slices(List<T> all, Function<List<T>, CompletableFuture<List<R>>> write) {
    this.all = all;
    this.write = write;
  }

  static <T, R> CompletableFuture<List<R>> write(
      List<T> all, Function<List<T>, CompletableFuture<List<R>>> write) {
    if (all.size() <= SIZE) {
      return write.apply(all);
    }
    Slices<T, R> slices = new Slices<>(List.copyOf(all), write);
    slices.next();
    return slices.stage;
  }

  private void next() {
    int from = outcomes.size();
    if (from == all.size()) {
      stage.complete(outcomes);
      return;
    }
    CompletableFuture<Void> ignored =
        write
            .apply(all.subList(from, Math.min(all.size(), from + SIZE)))
            .handle((slice, failure) -> {
              if (failure == null) {
                outcomes.addAll(slice);
                next();
              } else {
                fail(failure);
              }
              return null;
            });
  }

  /** Slices that were written before stay, so for the whole the outcome is open. */
  private void fail(Throwable failure) {
    stage.completeExceptionally(
        outcomes.isEmpty()
            ? failure
            : new StorageException(
                "only the first "
                    + outcomes.size()
                    + " of "
                    + all.size()
                    + " were written: "
                    + failure.getMessage(),
                failure,
                true));
  }
}
