package dev.varve.versioning.status;

import java.time.Duration;

/** How something that waits sees time pass: by a clock that nobody sets. Thread-safe. */
public interface Pace {
  /** The one of this JVM. */
  Pace SYSTEM =
      new Pace() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
          Thread.sleep(time);
        }
      };

  /** As {@link System#nanoTime}. */
  long nanoTime();

  /** Returns when this time has passed. */
  void pause(Duration time) throws InterruptedException;
}
