package dev.varve.internal.replay;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Code on a thread of its own that moves hand over hand with whoever drives it: of the two, exactly
 * one runs. The state is written by the side that hands over and read by the side that takes over,
 * so everything one side wrote before is seen by the other.
 */
final class Coroutine {
  private enum State {
    WAITING,
    RUNNING,
    ENDED
  }

  /**
   * How often code may call its context again while it is unwound before its thread is given up.
   */
  static final int MAX_REENTRIES = 1_000;

  private final Thread thread;
  private volatile State state = State.WAITING;
  private volatile @Nullable Thread driver;
  private volatile boolean started;
  private boolean unwinding;
  private int reentries;
  private @Nullable Throwable escaped;

  Coroutine(ThreadFactory threads, Runnable body) {
    this.thread =
        threads.newThread(() -> {
          try {
            body.run();
          } catch (Unwinding expected) {
            // The body was taken off its thread.
          } catch (Throwable unexpected) {
            escaped = unexpected;
          } finally {
            handBack(State.ENDED);
          }
        });
  }

  /** Driver: lets the code run until it waits or ends. */
  void resume() {
    if (state == State.ENDED) {
      return;
    }
    driver = Thread.currentThread();
    state = State.RUNNING;
    if (started) {
      LockSupport.unpark(thread);
    } else {
      started = true;
      thread.start();
    }
    boolean interrupted = false;
    while (state == State.RUNNING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable broke = escaped;
    if (broke != null && !unwinding) {
      throw new IllegalStateException("the orchestrator's thread broke", broke);
    }
  }

  /** Code: waits for the next resume. */
  void yield() {
    handBack(State.WAITING);
    boolean interrupted = false;
    while (state != State.RUNNING) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    checkUnwinding();
  }

  /** Code: leaves its thread now, because the driver or the code itself asked for it. */
  Unwinding unwind() {
    unwinding = true;
    checkUnwinding();
    throw new IllegalStateException("unreachable");
  }

  /** Code: every call of the context comes by here. */
  void checkUnwinding() {
    if (!unwinding) {
      return;
    }
    if (++reentries > MAX_REENTRIES) {
      // Code that catches Throwable in a loop: its thread is parked for good, and the engine counts
      // it.
      handBack(State.ENDED);
      while (true) {
        LockSupport.park(this);
      }
    }
    throw Unwinding.INSTANCE;
  }

  /**
   * Driver: takes the code off its thread.
   *
   * @return whether the code refused to leave, so that its thread is lost
   */
  boolean evict() {
    if (started && state != State.ENDED) {
      unwinding = true;
      resume();
    }
    state = State.ENDED;
    return reentries > MAX_REENTRIES;
  }

  boolean isCurrentThread() {
    return Thread.currentThread() == thread;
  }

  Thread thread() {
    return thread;
  }

  private void handBack(State next) {
    Thread waiting = driver;
    state = next;
    LockSupport.unpark(waiting);
  }
}
