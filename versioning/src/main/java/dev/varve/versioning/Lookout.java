package dev.varve.versioning;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread that looks at something again and again until it is closed. */
final class Lookout implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Lookout.class);

  private final String name;
  private final Runnable look;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /**
   * @param name of the thread
   * @param look if it fails, that is logged, and the next look is taken all the same
   */
  Lookout(String name, Runnable look) {
    this.name = name;
    this.look = look;
  }

  /**
   * Starts the thread, once.
   *
   * @param pause asked before each look how long to wait for it
   */
  void start(Supplier<Duration> pause) {
    thread = Thread.ofPlatform().daemon().name(name).start(() -> watch(pause));
  }

  private void watch(Supplier<Duration> pause) {
    try {
      while (!closed.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
        lookSafely();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookSafely() {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOGGER.error("{} could not look; trying again", name, e);
    }
  }

  /** The thread, if it was started. */
  Optional<Thread> thread() {
    return Optional.ofNullable(thread);
  }

  /** Ends the thread after the look it takes now, if any. Closing again has no effect. */
  @Override
  public void close() {
    closed.countDown();
  }
}
