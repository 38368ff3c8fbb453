package dev.varve.azure.internal.table;

import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Repeats what can be repeated until a deadline, with growing pauses. The one place that decides
 * whether a failed request is sent again and whether it may have had an effect (G6). Thread-safe.
 */
final class Attempts {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Duration deadline;

  Attempts(Duration deadline) {
    this.deadline = deadline;
  }

  /** A request that changes nothing. */
  <T> T read(String what, Supplier<T> request) {
    return repeat(what, request, false);
  }

  /** A request that changes something, and that may be sent twice. */
  <T> T write(String what, Supplier<T> request) {
    return repeat(what, request, true);
  }

  private <T> T repeat(String what, Supplier<T> request, boolean changes) {
    long end = System.nanoTime() + deadline.toNanos();
    Duration pause = FIRST_PAUSE;
    boolean changed = false;
    while (true) {
      Trouble trouble;
      try {
        return request.get();
      } catch (StorageException e) {
        throw changed ? afterDoubt(e) : e;
      } catch (RuntimeException e) {
        trouble = Trouble.of(e);
      }
      changed |= changes && trouble.mayHaveChanged();
      Duration wait = longer(jittered(pause), trouble.retryAfter());
      boolean inTime = System.nanoTime() + wait.toNanos() < end;
      if (!trouble.passing() || !inTime || !slept(wait)) {
        throw new StorageException(message(what, trouble), trouble.cause(), changed);
      }
      pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** The last attempt was refused, and one before it may have acted. */
  private static StorageException afterDoubt(StorageException refusal) {
    String message = "an attempt without an answer may have acted; then " + refusal.getMessage();
    return new StorageException(message, refusal, true);
  }

  private String message(String what, Trouble trouble) {
    String patience =
        trouble.passing() ? ", and went on doing so for " + deadline.toSeconds() + " s" : "";
    return what + " failed: " + trouble.explanation() + patience;
  }

  private static boolean slept(Duration wait) {
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** From the half to the whole: clients that failed together do not come back together. */
  private static Duration jittered(Duration pause) {
    long nanos = pause.toNanos();
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(nanos / 2, nanos + 1));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
