package dev.varve.samples.kills;

import dev.varve.samples.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Stops a worker for longer than its lease, waits until others have taken over what it held, and
 * lets it go on: from then on it must change nothing in the name of its old session. Read after its
 * thread has ended.
 */
final class Zombies implements Runnable {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final long LINGER_NANOS = 700_000_000;
  private static final int LOOKS = 10;

  private final Crew crew;
  private final Ownership ownership;
  private final int count;
  private final SplittableRandom random;
  private final Runnable afterTakeOver;
  private final List<String> failures = new ArrayList<>();
  private int done;
  private long takenOver;

  /**
   * @param afterTakeOver called while the zombie still stands still
   */
  Zombies(Crew crew, Database database, int count, long seed, Runnable afterTakeOver) {
    this.crew = crew;
    this.ownership = Ownership.of(database);
    this.count = count;
    this.random = new SplittableRandom(seed);
    this.afterTakeOver = afterTakeOver;
  }

  /** How many came to their end. */
  int done() {
    return done;
  }

  /** How many instances others took over from them. */
  long takenOver() {
    return takenOver;
  }

  List<String> failures() {
    return failures;
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < count; i++) {
        one();
        done++;
      }
    } catch (RuntimeException e) {
      failures.add("I7: the zombies came to an early end: " + e);
    } catch (InterruptedException e) {
      failures.add("I11: the zombies took too long");
    }
  }

  private void one() throws InterruptedException {
    Crew.Member zombie = borrowBusy();
    try {
      LockSupport.parkNanos(random.nextLong(LINGER_NANOS));
      Set<Long> sessions;
      zombie.jvm().pause();
      try {
        sessions = ownership.sessionsOf(zombie.name());
        long held = ownership.held(sessions);
        Await.until(
            () ->
                "others take over from %s: %s"
                    .formatted(zombie.name(), ownership.describe(sessions)),
            LONGEST,
            () -> ownership.held(sessions) == 0 && ownership.alive(sessions) == 0);
        takenOver += held;
        afterTakeOver.run();
      } finally {
        zombie.jvm().resume();
      }
      watch(zombie, sessions);
    } finally {
      crew.giveBack(zombie);
    }
  }

  /** One that holds something; who holds nothing may well go on so until it is killed. */
  private Crew.Member borrowBusy() throws InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      Crew.Member member = crew.borrow();
      if (ownership.held(ownership.sessionsOf(member.name())) > 0) {
        return member;
      }
      crew.giveBack(member);
      LockSupport.parkNanos(LINGER_NANOS / LOOKS);
    }
    throw new IllegalStateException("no worker held anything for " + LONGEST);
  }

  /** It wakes, and must find its old session over and begin a new one. */
  private void watch(Crew.Member zombie, Set<Long> old) {
    Await.until(
        zombie.name() + " begins anew",
        LONGEST,
        () -> {
          requireNothing(zombie, old);
          Set<Long> now = ownership.sessionsOf(zombie.name());
          return !now.isEmpty() && now.stream().noneMatch(old::contains);
        });
    for (int look = 0; look < LOOKS; look++) {
      requireNothing(zombie, old);
      LockSupport.parkNanos(LINGER_NANOS / LOOKS);
    }
  }

  private void requireNothing(Crew.Member zombie, Set<Long> old) {
    if (ownership.held(old) > 0 || ownership.alive(old) > 0) {
      failures.add("I7: " + zombie.name() + " holds something again in its old session");
    }
  }
}
