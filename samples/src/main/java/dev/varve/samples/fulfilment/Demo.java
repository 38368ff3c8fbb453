package dev.varve.samples.fulfilment;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.azure.server.AzureServer;
import dev.varve.samples.Await;
import dev.varve.samples.fulfilment.StoreView.Call;
import dev.varve.versioning.VersionsOverview;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Kills the application while orders run, moves the current version while it runs, and proves that
 * nothing was lost, mixed up or done twice.
 */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final List<String> BEFORE = ids("A", 12);
  private static final List<String> AFTER = ids("B", 8);

  private final Path directory;
  private final int workers;
  private final PrintStream out;
  private final Journal journal;
  private final Map<String, Integer> acknowledged = new TreeMap<>();

  /**
   * @param directory with the address of the store, if it is not to be a file there
   * @param workers how many processes run the application at a time
   */
  Demo(Path directory, int workers, PrintStream out) {
    this.directory = directory;
    this.workers = workers;
    this.out = out;
    this.journal = new Journal(directory.resolve("journal.tsv"));
  }

  /**
   * Ends with 0 only if everything was as promised.
   *
   * @param arguments {@code azure} for two workers on an Azurite of their own; otherwise one worker
   *     runs on a SQLite file
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("varve-demo");
    boolean good =
        List.of(arguments).contains("azure")
            ? onAzurite(directory, System.out)
            : new Demo(directory, 1, System.out).run();
    if (good) {
      delete(directory);
    } else {
      System.out.println("The database and the journal are in " + directory);
    }
    System.exit(good ? 0 : 1);
  }

  /** Two workers on an emulator that this process starts. */
  static boolean onAzurite(Path directory, PrintStream out) throws IOException {
    try (AzureServer account = AzureServer.dedicated()) {
      OrderStore.useAccount(directory, account.connectionString());
      return new Demo(directory, 2, out).run();
    }
  }

  boolean run() throws IOException {
    setCurrent(1);
    Set<Call> completed;
    try (Workers app = Workers.launch(directory, workers);
        StoreView store = new StoreView(directory)) {
      takeOrders(app, BEFORE, 1);
      bringIntoMidFlight(app, store);
      app.kill();
      completed = store.completedCalls();
    }
    int entries = journal.entries().size();
    say("Killed (SIGKILL) with %d of %d activities recorded as done.", completed.size(), entries);
    try (Workers app = Workers.launch(directory, workers);
        StoreView store = new StoreView(directory)) {
      say("Started again; orders go on where they were.");
      moveCurrentTo2(app);
      takeOrders(app, AFTER, 2);
      say("Meanwhile: %s; %s.", progress(store, 1), progress(store, 2));
      pay(app, Stream.concat(BEFORE.stream().skip(6), AFTER.stream()).toList());
      Await.until("all orders complete", PATIENCE, () -> active(store) == 0);
      app.stop();
      return report(store, completed, entries);
    }
  }

  private void takeOrders(Workers app, List<String> ids, int version) {
    ids.forEach(id -> acknowledged.put(app.ask("order " + id), version));
    say("%d orders taken while version %d is current.", ids.size(), version);
  }

  /** Three orders in their timer, three about to book their payment, six waiting for theirs. */
  private void bringIntoMidFlight(Workers app, StoreView store) {
    pay(app, BEFORE.subList(0, 3));
    Await.until("orders in their timers", PATIENCE, () -> store.ordersWithTimer() >= 3);
    pay(app, BEFORE.subList(3, 6));
    Await.until("a payment is being booked", PATIENCE, () -> bookings() > 3);
  }

  private long bookings() {
    return journal.entries().stream().filter(run -> run.code().equals("BookPayment_v1")).count();
  }

  private void pay(Workers app, List<String> ids) {
    ids.forEach(id -> app.ask("paid " + id));
  }

  private void moveCurrentTo2(Workers app) throws IOException {
    setCurrent(2);
    Await.until(
        "the application sees version 2",
        PATIENCE,
        () -> app.allAnswer("current OrderFulfilment", "2"::equals));
    say("versions.properties now says OrderFulfilment=2; the application saw it as it runs.");
  }

  private void setCurrent(int version) throws IOException {
    Path next = directory.resolve("versions.next");
    Files.writeString(next, "OrderFulfilment=" + version + "\n");
    Files.move(
        next,
        directory.resolve("versions.properties"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static long active(StoreView store) {
    return store.version(1).active() + store.version(2).active();
  }

  private static String progress(StoreView store, int version) {
    VersionsOverview.OfVersion row = store.version(version);
    return "%d of version %d active".formatted(row.active(), version);
  }

  private boolean report(StoreView store, Set<Call> completed, int entries) {
    Verdict verdict =
        new Verdict(acknowledged, store.orders(), journal.entries(), completed, entries);
    say("");
    say("%-20s %8s %10s  %s", "version", "started", "completed", "ran on which code");
    printRow(store, verdict, 1);
    printRow(store, verdict, 2);
    say("");
    say("Activities that the kill cut off, run a second time: %d.", verdict.repeats());
    say("Activities that were done before the kill, run again: %d.", verdict.reruns().size());
    return conclude(store, verdict.failures());
  }

  private void printRow(StoreView store, Verdict verdict, int version) {
    VersionsOverview.OfVersion row = store.version(version);
    long completed = row.counts().getOrDefault(OrchestrationRuntimeStatus.COMPLETED, 0L);
    say("%-20s %8d %10d  %s", row.function(), row.total(), completed, verdict.codeOf(version));
  }

  private boolean conclude(StoreView store, List<String> failures) {
    failures.forEach(failure -> say("FAILED: %s", failure));
    VersionsOverview.OfVersion old = store.version(1);
    boolean drained = old.active() == 0 && !old.isCurrent();
    if (drained && failures.isEmpty()) {
      say(
          "%s is drained: nothing runs on it, nothing starts on it. It may be retired.",
          old.function());
      return true;
    }
    say("%s must not be retired.", old.function());
    return false;
  }

  private void say(String text, Object... arguments) {
    out.println(text.formatted(arguments));
  }

  private static List<String> ids(String prefix, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "%s-%02d".formatted(prefix, i)).toList();
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
