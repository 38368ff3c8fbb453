package dev.varve.samples.slots;

import dev.varve.samples.Checks;
import dev.varve.samples.ChildJvm;
import dev.varve.storage.Storage;
import dev.varve.versioning.slots.AppBuild;
import dev.varve.versioning.slots.ClosedMode;
import dev.varve.versioning.slots.Deployment;
import dev.varve.versioning.slots.Slot;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.slots.SwapOptions;
import dev.varve.versioning.slots.SwapResult;
import dev.varve.versioning.status.Gate;
import dev.varve.versioning.status.GateResult;
import dev.varve.versioning.status.StatusReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings a build up beside one that is busy, waits until that is idle, swaps the two under a
 * customer who keeps ordering, and swaps back. Each app and the counter is a process of its own.
 */
public final class SlotsDemo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WHO = "demo";

  private final Path directory;
  private final Checks checks;

  SlotsDemo(Path directory, PrintStream out) {
    this.directory = directory;
    this.checks = new Checks("Slots", out);
  }

  /** Ends with 0 only if every check holds. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("varve-slots");
    boolean good = new SlotsDemo(directory, System.out).run(System.out);
    if (good) {
      delete(directory);
    } else {
      System.out.println("The stores and the journal are in " + directory);
    }
    System.exit(good ? 0 : 1);
  }

  boolean run(PrintStream out) {
    checks.run(this::steps);
    out.print(checks.table());
    out.print("\n" + checks.conclusion());
    return checks.allHold();
  }

  private void steps() throws IOException {
    try (Storage control = Shop.control(directory)) {
      Slots slots = Shop.slots(control, directory);
      checks.step("1.0 is production");
      Deployment first = deploy(slots, Slot.PRODUCTION, "1.0", "first.db");
      try (ChildJvm one = app(first);
          ChildJvm counter = ChildJvm.start(Counter.class, directory.toString())) {
        checks.see("tea", counter.ask("order tea"));
        checks.see("tea", counter.ask("paid tea"));
        checks.see("tea sold by 1.0, run by d1", counter.ask("result tea"));

        checks.step("2.0 comes up in staging while 1.0 is busy");
        checks.see("coffee", counter.ask("order coffee"));
        Deployment second = deploy(slots, Slot.STAGING, "2.0", "second.db");
        try (ChildJvm two = app(second)) {
          swapForwardAndBack(slots, counter, two, second);
        }
      }
      checks.step("who ran what");
      checks.see("{beer=[d1], coffee=[d1], juice=[d2], milk=[d2], tea=[d1]}", runs().toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void swapForwardAndBack(Slots slots, ChildJvm counter, ChildJvm two, Deployment second)
      throws InterruptedException {
    checks.step("the gate is closed");
    Gate gate =
        Gate.of(() -> report(slots)).every(Duration.ofMillis(100)).within(PATIENCE).clean(3);
    GateResult busy = gate.once();
    checks.see("exit 3, [coffee]", "exit " + busy.exitCode() + ", " + blockers(busy.last()));
    SwapResult refused = slots.swapIfIdle(WHO, "too early");
    checks.see("BUSY, 1.0", refused.outcome() + ", " + production(slots));

    checks.step("the gate waits");
    Thread customer = Thread.startVirtualThread(() -> counter.ask("paid coffee"));
    GateResult idle = gate.await();
    customer.join();
    checks.see("exit 0", "exit " + idle.exitCode());
    checks.see("coffee sold by 1.0, run by d1", counter.ask("result coffee"));

    checks.step("swap when idle");
    // snippet:swap
    SwapResult swapped =
        slots.swap(SwapOptions.IF_IDLE.within(Duration.ofMinutes(10)), "ann", "release 2.0");
    // end
    checks.see("SWAPPED, 2.0", swapped.outcome() + ", " + production(slots));
    checks.see("milk", order(counter, "milk"));
    checks.see("milk", counter.ask("paid milk"));
    checks.see("milk sold by 2.0, run by d2", counter.ask("result milk"));

    checks.step("2.0 is killed and comes back as what the record says it is");
    checks.see("juice", counter.ask("order juice"));
    two.kill();
    try (ChildJvm again = app(second)) {
      checks.see("2.0", production(slots));
      checks.see("juice", counter.ask("paid juice"));
      checks.see("juice sold by 2.0, run by d2", counter.ask("result juice"));

      checks.step("drain, and roll back by a second swap");
      slots.drain(ClosedMode.REFUSE, PATIENCE, WHO, "2.0 sells too dear");
      checks.see("closed", awaitClosed(counter));
      SwapResult back =
          slots.rollback(SwapOptions.IF_IDLE.within(PATIENCE), WHO, "2.0 sells too dear");
      checks.see("SWAPPED, 1.0", back.outcome() + ", " + production(slots));
      checks.see("beer", order(counter, "beer"));
      checks.see("beer", counter.ask("paid beer"));
      checks.see("beer sold by 1.0, run by d1", counter.ask("result beer"));
      checks.see("0", "" + again.stop());
    }
  }

  private Deployment deploy(Slots slots, Slot slot, String version, String file) {
    // snippet:deploy
    return slots.deploy(
        slot, AppBuild.of(version), Map.of(AppBuild.STORE_SETTING, file), "ann", "new build");
    // end
  }

  private ChildJvm app(Deployment deployment) {
    String version = deployment.build().version();
    ChildJvm app = ChildJvm.start(ShopApp.class, directory.toString(), deployment.id(), version);
    checks.see("running " + version, app.nextLine());
    return app;
  }

  private static StatusReport report(Slots slots) {
    return slots.statusCheck(Slot.PRODUCTION).orElseThrow();
  }

  private static List<String> blockers(StatusReport report) {
    return report.blockers().stream().map(blocker -> blocker.instanceId()).toList();
  }

  private static String production(Slots slots) {
    return slots.in(Slot.PRODUCTION).orElseThrow().build().version();
  }

  /** Orders until the counter has seen that starts are open again. */
  private static String order(ChildJvm counter, String item) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = counter.ask("order " + item);
    while (answer.startsWith("closed") && System.nanoTime() < end) {
      answer = counter.ask("order " + item);
    }
    return answer;
  }

  /** Repeats a start that has been made, which is without effect, until it is refused. */
  private static String awaitClosed(ChildJvm counter) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String answer = counter.ask("order milk");
    while (!answer.startsWith("closed") && System.nanoTime() < end) {
      answer = counter.ask("order milk");
    }
    return answer.split(",", 2)[0];
  }

  /** Which deployments' processes ran the activities of each order. */
  private Map<String, TreeSet<String>> runs() throws IOException {
    return Files.readAllLines(directory.resolve("journal.tsv")).stream()
        .map(line -> line.split("\t"))
        .collect(
            Collectors.groupingBy(
                words -> words[0],
                TreeMap::new,
                Collectors.mapping(words -> words[1], Collectors.toCollection(TreeSet::new))));
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
