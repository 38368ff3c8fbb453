package dev.varve.samples.kills;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Varve;
import dev.varve.azure.server.AzureServer;
import dev.varve.jdbc.server.PostgresServer;
import dev.varve.storage.HubStore;
import dev.varve.storage.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Kills worker processes again and again while random programs run on them, stops others for longer
 * than their lease, and checks at the end that nothing was lost, doubled or left over.
 */
public final class Kills {
  private static final int SNAPSHOTS = 3;
  private static final double SHORTEST_LIFE_SECONDS = 0.2;
  private static final double LONGEST_LIFE_SECONDS = 3;

  /** Where what a worker held stands still until its lease has run out, others get time for it. */
  private static final double LONGEST_LIFE_WITH_LEASES_SECONDS = 9;

  private static final int PROGRESS_EVERY = 20;
  private static final Duration LONGEST_FINISH = Duration.ofMinutes(4);
  private static final Duration LONGEST_ZOMBIE = Duration.ofMinutes(1);

  private final Database database;
  private final Path directory;
  private final Order order;
  private final PrintStream out;
  private Map<String, Load.Root> acknowledged = Map.of();

  Kills(Database database, Path directory, Order order, PrintStream out) {
    this.database = database;
    this.directory = directory;
    this.order = order;
    this.out = out;
  }

  /**
   * @param arguments {@code --store sqlite|postgres|azure}, SQLite by default, {@code --workers N},
   *     1 by default, {@code --kills N}, 200 by default, {@code --zombies N}, 0 by default, and
   *     {@code --seed N}, random by default
   */
  public static void main(String[] arguments) throws Exception {
    Order order = Order.parse(arguments);
    Path directory = Files.createTempDirectory("varve-kills");
    boolean good = run(order, directory, System.out);
    if (good) {
      delete(directory);
    } else {
      System.out.println("The run log is in " + directory);
    }
    System.exit(good ? 0 : 1);
  }

  static boolean run(Order order, Path directory, PrintStream out) throws InterruptedException {
    return switch (order.store()) {
      case SQLITE -> new Kills(Database.sqlite(directory), directory, order, out).run();
      case POSTGRES -> {
        try (PostgresServer server =
            PostgresServer.fromEnvironment().orElseGet(PostgresServer::dedicated)) {
          String url = server.jdbcUrl(server.newDatabase().getDatabaseName());
          yield new Kills(new Database(url), directory, order, out).run();
        }
      }
      case AZURE -> {
        try (AzureServer server = AzureServer.dedicated()) {
          Database database = Database.azure(server.connectionString());
          yield new Kills(database, directory, order, out).run();
        }
      }
    };
  }

  boolean run() throws InterruptedException {
    long begin = System.nanoTime();
    try (Storage storage = database.open();
        Varve varve = Varve.builder().sharedStorage(storage).workerName("supervisor").start()) {
      HubStore hub = storage.hub("default");
      Snapshots snapshots = new Snapshots(hub);
      Load load = new Load(varve.client(), order.seed());
      Thread loading = Thread.ofPlatform().name("load").start(load);
      Zombies zombies = harm(hub, snapshots);
      boolean finished = letFinish(load, loading);
      acknowledged = load.acknowledged();
      Findings findings = Findings.of(hub, database, directory, acknowledged, 1);
      long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
      print(findings, load, snapshots, zombies, seconds);
      List<String> failures = new ArrayList<>(findings.failures());
      failures.addAll(snapshots.failures());
      failures.addAll(zombies.failures());
      return conclude(failures, finished);
    }
  }

  /** After the run: what was acknowledged. */
  Map<String, Load.Root> acknowledged() {
    return acknowledged;
  }

  private Zombies harm(HubStore hub, Snapshots snapshots) throws InterruptedException {
    try (Crew crew = new Crew(database, directory, order.workers(), order.seed())) {
      Zombies zombies =
          new Zombies(
              crew, database, order.zombies(), order.seed(), () -> snapshot(hub, snapshots, false));
      Thread stopping = Thread.ofPlatform().name("zombies").start(zombies);
      killAgainAndAgain(crew, hub, snapshots);
      if (!stopping.join(LONGEST_ZOMBIE.multipliedBy(order.zombies() + 1))) {
        stopping.interrupt();
        stopping.join();
      }
      return zombies;
    }
  }

  private void killAgainAndAgain(Crew crew, HubStore hub, Snapshots snapshots)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(order.seed());
    for (int kill = 1; kill <= order.kills(); kill++) {
      Crew.Member victim = crew.borrow();
      LockSupport.parkNanos(life(random.nextDouble()));
      crew.kill(victim);
      snapshot(hub, snapshots, random.nextBoolean());
      if (kill % PROGRESS_EVERY == 0) {
        say("%d kills, %d instances", kill, hub.counts().stream().mapToLong(c -> c.count()).sum());
      }
    }
  }

  private static void snapshot(HubStore hub, Snapshots snapshots, boolean newestFirst) {
    snapshots.take(
        hub.query(
                Findings.page(
                    Set.of(OrchestrationRuntimeStatus.RUNNING),
                    SNAPSHOTS,
                    newestFirst,
                    Optional.empty()))
            .instances());
  }

  /** Short lives are more likely than long ones, so that many kills take bearable time. */
  private long life(double random) {
    double longest = database.isSqlite() ? LONGEST_LIFE_SECONDS : LONGEST_LIFE_WITH_LEASES_SECONDS;
    double seconds =
        SHORTEST_LIFE_SECONDS + (longest - SHORTEST_LIFE_SECONDS) * random * random * random;
    return (long) (seconds * 1_000_000_000);
  }

  /** A last worker, which is not killed, brings everything to its end. */
  private boolean letFinish(Load load, Thread loading) throws InterruptedException {
    try (Crew crew = new Crew(database, directory, 0, order.seed())) {
      Crew.Member last = crew.hireLast();
      try {
        load.finish();
        boolean finished = loading.join(LONGEST_FINISH);
        loading.interrupt();
        loading.join();
        return finished & last.jvm().stop() == 0;
      } finally {
        last.jvm().close();
      }
    }
  }

  private void print(
      Findings findings, Load load, Snapshots snapshots, Zombies zombies, long seconds) {
    say("workers at once              %8d", order.workers());
    say("kills                        %8d", order.kills());
    say("zombies taken over from      %8d", zombies.done());
    say("instances they held          %8d", zombies.takenOver());
    say("starts acknowledged          %8d", load.acknowledged().size());
    say("events acknowledged          %8d", load.events());
    say("instances, children included %8d", findings.instances());
    say("activity calls               %8d", findings.runs().calls());
    say("activity runs, with retries  %8d", findings.runs().runs());
    say("repeated deliveries          %8d", findings.runs().repeats());
    say("histories read in between    %8d", snapshots.count());
    say("seconds                      %8d", seconds);
    say("repeat: %s", order.command());
  }

  private boolean conclude(List<String> failures, boolean finished) {
    if (!finished) {
      say("FAILED: I11: not everything ended within %s", LONGEST_FINISH);
    }
    failures.stream().limit(PROGRESS_EVERY).forEach(failure -> say("FAILED: %s", failure));
    boolean good = finished && failures.isEmpty();
    say(
        good
            ? "Nothing was lost, doubled or left over."
            : "%d rules are broken.".formatted(failures.size()));
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
