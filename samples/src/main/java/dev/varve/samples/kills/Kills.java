package dev.varve.samples.kills;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Varve;
import dev.varve.jdbc.SqliteStorage;
import dev.varve.samples.ChildJvm;
import dev.varve.storage.HubStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Kills a worker process again and again while random programs run on it, and checks at the end
 * that nothing was lost, doubled or left over.
 */
public final class Kills {
  private static final int SNAPSHOTS_PER_KILL = 3;
  private static final double SHORTEST_LIFE_SECONDS = 0.2;
  private static final double LONGEST_LIFE_SECONDS = 3;
  private static final int PROGRESS_EVERY = 20;
  private static final Duration LONGEST_FINISH = Duration.ofMinutes(2);

  private final Path directory;
  private final int kills;
  private final long seed;
  private final PrintStream out;
  private Map<String, Load.Root> acknowledged = Map.of();

  Kills(Path directory, int kills, long seed, PrintStream out) {
    this.directory = directory;
    this.kills = kills;
    this.seed = seed;
    this.out = out;
  }

  /**
   * @param arguments {@code --kills N}, 200 by default, and {@code --seed N}, random by default
   */
  public static void main(String[] arguments) throws Exception {
    int kills = 200;
    long seed = System.nanoTime() & 0xffff_ffffL;
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      switch (arguments[i]) {
        case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
        case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    Path directory = Files.createTempDirectory("varve-kills");
    boolean good = new Kills(directory, kills, seed, System.out).run();
    if (good) {
      delete(directory);
    } else {
      System.out.println("The database and the run log are in " + directory);
    }
    System.exit(good ? 0 : 1);
  }

  boolean run() throws InterruptedException {
    long begin = System.nanoTime();
    try (SqliteStorage storage = SqliteStorage.at(directory.resolve("kills.db"));
        Varve varve = Varve.builder().sharedStorage(storage).start()) {
      HubStore hub = storage.hub("default");
      Snapshots snapshots = new Snapshots(hub);
      Load load = new Load(varve.client(), seed);
      Thread loading = Thread.ofPlatform().name("load").start(load);
      killAgainAndAgain(hub, snapshots);
      boolean finished = letFinish(load, loading);
      acknowledged = load.acknowledged();
      Findings findings = Findings.of(hub, directory, acknowledged);
      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      print(findings, load, snapshots, seconds);
      return conclude(findings, snapshots, finished);
    }
  }

  /** After the run: what was acknowledged. */
  Map<String, Load.Root> acknowledged() {
    return acknowledged;
  }

  private void killAgainAndAgain(HubStore hub, Snapshots snapshots) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 1; kill <= kills; kill++) {
      try (ChildJvm worker = startWorker()) {
        LockSupport.parkNanos(life(random.nextDouble()));
        worker.kill();
      }
      snapshots.take(
          hub.query(
                  Findings.page(
                      Set.of(OrchestrationRuntimeStatus.RUNNING),
                      SNAPSHOTS_PER_KILL,
                      random.nextBoolean(),
                      Optional.empty()))
              .instances());
      if (kill % PROGRESS_EVERY == 0) {
        say("%d kills, %d instances", kill, hub.counts().stream().mapToLong(c -> c.count()).sum());
      }
    }
  }

  /** Short lives are more likely than long ones, so that many kills take bearable time. */
  private static long life(double random) {
    double seconds =
        SHORTEST_LIFE_SECONDS
            + (LONGEST_LIFE_SECONDS - SHORTEST_LIFE_SECONDS) * random * random * random;
    return (long) (seconds * 1_000_000_000);
  }

  private ChildJvm startWorker() {
    ChildJvm worker = ChildJvm.start(Worker.class, directory.toString());
    worker.nextLine();
    return worker;
  }

  /** A last worker, which is not killed, brings everything to its end. */
  private boolean letFinish(Load load, Thread loading) throws InterruptedException {
    try (ChildJvm worker = startWorker()) {
      load.finish();
      boolean finished = loading.join(LONGEST_FINISH);
      loading.interrupt();
      loading.join();
      return finished & worker.stop() == 0;
    }
  }

  private void print(Findings findings, Load load, Snapshots snapshots, long seconds) {
    say("kills                        %8d", kills);
    say("starts acknowledged          %8d", load.acknowledged().size());
    say("events acknowledged          %8d", load.events());
    say("instances, children included %8d", findings.instances());
    say("activity calls               %8d", findings.runs().calls());
    say("activity runs, with retries  %8d", findings.runs().runs());
    say("repeated deliveries          %8d", findings.runs().repeats());
    say("histories read in between    %8d", snapshots.count());
    say("seconds                      %8d", seconds);
    say("repeat: samples/run-kills --kills %d --seed %d", kills, seed);
  }

  private boolean conclude(Findings findings, Snapshots snapshots, boolean finished) {
    if (!finished) {
      say("FAILED: I11: not everything ended within %s", LONGEST_FINISH);
    }
    Stream.concat(findings.failures().stream(), snapshots.failures().stream())
        .limit(PROGRESS_EVERY)
        .forEach(failure -> say("FAILED: %s", failure));
    boolean good = finished && findings.failures().isEmpty() && snapshots.failures().isEmpty();
    say(
        good
            ? "Nothing was lost, doubled or left over."
            : "%d rules are broken."
                .formatted(findings.failures().size() + snapshots.failures().size()));
    return good;
  }

  private void say(String text, Object... arguments) {
    out.println(text.formatted(arguments));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
