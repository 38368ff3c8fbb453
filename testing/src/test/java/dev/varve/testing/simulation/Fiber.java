package dev.varve.testing.simulation;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Code that may wait in the middle, on a thread of its own, hand over hand with the world: of the
 * two, exactly one moves.
 */
final class Fiber {
  private final Semaphore turn = new Semaphore(0);
  private final Semaphore back = new Semaphore(0);
  private final Thread thread;
  private boolean started;
  private boolean ended;
  private boolean effective;
  private @Nullable Throwable failure;

  Fiber(Runnable body) {
    this.thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              turn.acquireUninterruptibly();
              try {
                body.run();
              } catch (Throwable e) {
                failure = e;
              } finally {
                ended = true;
                back.release();
              }
            });
  }

  /** World: lets it run until it waits or ends. No effect if it has ended. */
  void resume() {
    if (ended) {
      return;
    }
    if (!started) {
      started = true;
      thread.start();
    }
    turn.release();
    back.acquireUninterruptibly();
    Throwable broke = failure;
    if (broke != null) {
      failure = null;
      throw new IllegalStateException("a fiber broke: " + broke, broke);
    }
  }

  /** The fiber itself: waits for the next resume. */
  void pause() {
    back.release();
    turn.acquireUninterruptibly();
  }

  boolean isHere() {
    return Thread.currentThread() == thread;
  }

  /** What it asked of the store has happened, whether or not it was told so. */
  void tookEffect() {
    effective = true;
  }

  boolean hasTakenEffect() {
    return effective;
  }

  boolean hasEnded() {
    return ended;
  }
}
