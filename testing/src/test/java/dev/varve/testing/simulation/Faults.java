package dev.varve.testing.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides by the seed which call meets which fault, and counts what it did. */
final class Faults {
  private static final Set<String> OF_SESSIONS =
      Set.of("fetch", "commit", "release", "complete", "renew", "recover", "abandon");
  private static final Set<String> SLOW =
      Set.of("fetch", "commit", "release", "complete", "send", "start", "recover", "renew");

  /** Called less often than others, so that faults have to strike them more often. */
  private static final Set<String> RARE =
      Set.of(
          "complete",
          "release",
          "start",
          "purge",
          "counts",
          "query",
          "history",
          "instance",
          "close");

  private static final int RARE_FACTOR = 5;

  private final SplittableRandom random;
  private final int perMille;
  private final Set<Fault> kinds;
  private final Map<String, Integer> fired = new TreeMap<>();
  private boolean on = true;
  private boolean outage;

  /**
   * @param perMille how many of a thousand calls meet a fault
   * @param kinds which faults there are
   */
  Faults(SplittableRandom random, int perMille, Set<Fault> kinds) {
    this.random = random;
    this.perMille = perMille;
    this.kinds = kinds;
  }

  /** No faults any more. */
  void stop() {
    on = false;
    outage = false;
  }

  /** While the store is out of reach, every call fails. */
  void outage(boolean out) {
    outage = on && out;
  }

  /** How often each fault struck each method. */
  Map<String, Integer> fired() {
    return fired;
  }

  /**
   * The fault of this call, if it has one.
   *
   * @param canWait whether the caller can be held up
   */
  @Nullable Fault draw(String method, boolean canWait) {
    if (!on || perMille == 0) {
      return null;
    }
    if (outage) {
      return struck(method, Fault.BEFORE);
    }
    if (random.nextInt(1_000) >= (RARE.contains(method) ? perMille * RARE_FACTOR : perMille)) {
      return null;
    }
    Fault fault = pick(method, canWait, random.nextInt(100));
    return kinds.contains(fault) ? struck(method, fault) : null;
  }

  private static Fault pick(String method, boolean canWait, int dice) {
    if (dice < 10 && OF_SESSIONS.contains(method)) {
      return Fault.SESSION_DEAD;
    }
    if (dice < 50 && canWait && SLOW.contains(method)) {
      return dice < 30 ? Fault.SLOW_EFFECT : Fault.SLOW_ANSWER;
    }
    return dice % 2 == 0 ? Fault.BEFORE : Fault.AFTER;
  }

  private Fault struck(String method, Fault fault) {
    fired.merge(method + " " + fault, 1, Integer::sum);
    return fault;
  }

  /** Whether a hint is lost. */
  boolean losesWakeUp() {
    boolean lost = on && kinds.contains(Fault.LOST_WAKE_UP) && random.nextInt(1_000) < perMille * 3;
    if (lost) {
      struck("wakeUp", Fault.LOST_WAKE_UP);
    }
    return lost;
  }

  /** How long something slow takes. */
  long slowNanos() {
    Duration longest = random.nextInt(10) == 0 ? Duration.ofSeconds(14) : Duration.ofMillis(800);
    return random.nextLong(1_000_000, longest.toNanos());
  }

  /** How long an answer takes on a good day; often none. */
  long latencyNanos() {
    return perMille == 0 || random.nextInt(3) == 0 ? 0 : random.nextLong(100_000, 4_000_000);
  }
}
