package dev.varve.testing.simulation;

import dev.varve.storage.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of one process to the store, on which calls fail, stall or get lost. */
final class Gate {
  private final WorkerProcess process;
  private final Faults faults;

  Gate(WorkerProcess process, Faults faults) {
    this.process = process;
    this.faults = faults;
  }

  WorkerProcess process() {
    return process;
  }

  Faults faults() {
    return faults;
  }

  /** A call that answers when it returns. */
  <T> T call(String method, boolean writes, Supplier<T> call) {
    return call(method, writes, () -> {}, call);
  }

  /**
   * A call that answers when it returns.
   *
   * @param writes whether it may have changed something
   * @param kill lets the session of the call be found dead
   */
  <T> T call(String method, boolean writes, Runnable kill, Supplier<T> call) {
    process.requireAlive();
    Fault fault = faults.draw(method, process.canWait());
    if (fault == null) {
      return call.get();
    }
    note(method, fault);
    switch (fault) {
      case BEFORE -> throw before(method);
      case AFTER -> {
        call.get();
        throw after(method, writes);
      }
      case SLOW_EFFECT -> process.sleep(faults.slowNanos());
      case SLOW_ANSWER -> {
        T result = call.get();
        process.sleep(faults.slowNanos());
        return result;
      }
      case SESSION_DEAD -> kill.run();
      case LOST_WAKE_UP -> throw new IllegalStateException("not a fault of calls");
    }
    return call.get();
  }

  /** A write whose caller cannot be held up, not even on a fiber. */
  <T> T callAtOnce(String method, Supplier<T> call) {
    process.requireAlive();
    Fault fault = faults.draw(method, false);
    if (fault == null) {
      return call.get();
    }
    note(method, fault);
    if (fault == Fault.BEFORE) {
      throw before(method);
    }
    T unused = call.get();
    throw after(method, true);
  }

  /** A write that answers later; commits alone may also take effect late. */
  <T> CompletionStage<T> write(
      String method, boolean late, Runnable kill, Supplier<CompletionStage<T>> call) {
    process.requireAlive();
    Fault fault = faults.draw(method, true);
    if (fault == null) {
      return answer(faults.latencyNanos(), join(call.get()), null);
    }
    note(method, fault);
    return switch (fault) {
      case BEFORE -> answer(faults.latencyNanos(), null, before(method));
      case AFTER -> {
        T unused = join(call.get());
        yield answer(faults.latencyNanos(), null, after(method, true));
      }
      case SLOW_EFFECT -> late ? late(call) : answer(faults.slowNanos(), join(call.get()), null);
      case SLOW_ANSWER -> answer(faults.slowNanos(), join(call.get()), null);
      case SESSION_DEAD -> {
        kill.run();
        yield answer(faults.latencyNanos(), join(call.get()), null);
      }
      case LOST_WAKE_UP -> throw new IllegalStateException("not a fault of calls");
    };
  }

  private <T> CompletionStage<T> late(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    process.track(answer);
    process.later(
        faults.slowNanos(),
        () -> {
          process.untrack(answer);
          answer.complete(join(call.get()));
        });
    return answer;
  }

  private <T> CompletionStage<T> answer(
      long nanos, @Nullable T value, @Nullable RuntimeException failure) {
    if (nanos == 0) {
      return failure == null
          ? CompletableFuture.completedFuture(value)
          : CompletableFuture.failedFuture(failure);
    }
    return process.answer(nanos, value, failure);
  }

  /** The stores under this one answer at once. */
  static <T> T join(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void note(String method, Fault fault) {
    process.world().note(process.name() + " " + method + " meets " + fault);
  }

  private static StorageException before(String method) {
    return new StorageException("injected into " + method + ": nothing happened", null);
  }

  private static StorageException after(String method, boolean writes) {
    return new StorageException("injected behind " + method + ": it happened", null, writes);
  }
}
