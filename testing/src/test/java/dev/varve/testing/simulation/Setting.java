package dev.varve.testing.simulation;

import dev.varve.testing.simulation.Mishap.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * All that a seed decides before the run begins. What it decides on the way (the order of steps,
 * which call meets which fault) has generators of its own, so that leaving out a mishap leaves the
 * rest nearly as it is.
 *
 * @param workers what each worker runs at first
 * @param customers how many act from outside
 * @param mishaps what happens to the workers
 * @param perMille how many of a thousand calls to the store meet a fault; 0 for a fault-free run
 * @param faults which faults those may be
 */
record Setting(
    long seed,
    List<Deployment> workers,
    int customers,
    List<Mishap> mishaps,
    int perMille,
    Set<Fault> faults) {
  private static final int FAULT_FREE_ONE_IN = 8;
  private static final int LAST_MISHAP_MILLIS = 12_000;

  static Setting of(long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + 1);
    boolean faultFree = random.nextInt(FAULT_FREE_ONE_IN) == 0;
    List<Deployment> workers = new ArrayList<>();
    for (int left = random.nextInt(1, 5); left > 0; left--) {
      workers.add(Deployment.random(random));
    }
    List<Mishap> mishaps = new ArrayList<>();
    for (int left = random.nextInt(1, 8); left > 0; left--) {
      mishaps.add(mishap(random, workers.size(), faultFree));
    }
    int perMille = faultFree ? 0 : random.nextInt(2, 45);
    return new Setting(
        seed,
        List.copyOf(workers),
        random.nextInt(1, 5),
        List.copyOf(mishaps),
        perMille,
        EnumSet.allOf(Fault.class));
  }

  private static Mishap mishap(SplittableRandom random, int workers, boolean faultFree) {
    int at = random.nextInt(LAST_MISHAP_MILLIS);
    int worker = random.nextInt(workers);
    Deployment next = Deployment.random(random);
    if (random.nextInt(5) == 0 && !faultFree) {
      next = next.whenBroken();
    }
    int dice = faultFree ? random.nextInt(25, 50) : random.nextInt(100);
    if (dice < 25) {
      return new Mishap(at, Kind.KILL, worker, random.nextInt(10, 4_000), next);
    } else if (dice < 43) {
      return new Mishap(at, Kind.STOP, worker, random.nextInt(10, 3_000), next);
    } else if (dice < 50) {
      return new Mishap(at, Kind.MOVE_CURRENT, worker, random.nextInt(1, Plan.VERSIONS + 1), next);
    } else if (dice < 72) {
      return new Mishap(at, Kind.PAUSE, worker, random.nextInt(10, 20_000), next);
    } else if (dice < 84) {
      return new Mishap(at, Kind.FOUND_DEAD, worker, 0, next);
    } else if (dice < 90) {
      return new Mishap(at, Kind.OUTAGE, worker, random.nextInt(10, 6_000), next);
    } else if (dice < 95) {
      return new Mishap(at, Kind.WORKER_CLOCK, worker, random.nextInt(10, 60_000), next);
    }
    return new Mishap(at, Kind.STORE_CLOCK, worker, random.nextInt(10, 30_000), next);
  }

  Setting withMishaps(List<Mishap> fewer) {
    return new Setting(seed, workers, customers, List.copyOf(fewer), perMille, faults);
  }

  Setting withCustomers(int fewer) {
    return new Setting(seed, workers, fewer, mishaps, perMille, faults);
  }

  Setting withFaults(Set<Fault> fewer) {
    return new Setting(seed, workers, customers, mishaps, perMille, fewer);
  }

  boolean isFaultFree() {
    return perMille == 0;
  }
}
