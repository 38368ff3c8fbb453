package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.SubOrchestrationOptions;
import dev.varve.VarveBuilder;
import dev.varve.storage.InstanceCount;
import dev.varve.versioning.lock.FunctionKey;
import dev.varve.versioning.retire.RetireReport;
import dev.varve.versioning.retire.Retirement;
import dev.varve.versioning.retire.Verdict.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** B4: the report is asked again and again while instances start and end. */
abstract class RetireLoadContract extends VersioningContract {
  private static final int STARTERS = 3;
  private static final int STARTS_BEFORE = 60;
  private static final int OPEN_CHILDREN = 5;
  private static final FunctionName ORDER = FunctionName.parse("Order_v1");
  private static final FunctionName CHILD = FunctionName.parse("Child_v1");
  private static final FunctionName CHARGE = FunctionName.parse("Charge_v1");

  private final AtomicInteger started = new AtomicInteger();
  private volatile boolean enough;

  /** Orders end at once behind a child that goes on without them, and only then charges. */
  private void deployAll() {
    site.deploy(
        Code.charging("Child_v1", "Child_v2")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2"))
            .andThen(order("Order_v1"))
            .andThen(order("Order_v2")));
  }

  private static Consumer<VarveBuilder> order(String name) {
    return Code.orchestrator(
        name,
        (context, input) ->
            context.startDetached(
                "Child",
                "x",
                SubOrchestrationOptions.DEFAULT.withInstanceId(childOf(context.instanceId()))));
  }

  private static String childOf(String order) {
    return order + "-child";
  }

  /** Starts orders by base name, and lets their children end some time later. */
  private void startOrders() {
    Deque<String> open = new ArrayDeque<>();
    while (!enough) {
      started.incrementAndGet();
      String id = start("Order");
      ended(id);
      open.add(childOf(id));
      if (open.size() > OPEN_CHILDREN) {
        client.raiseEvent(open.remove(), "Go");
      }
    }
    open.forEach(id -> client.raiseEvent(id, "Go"));
  }

  @Test
  void B4_under_load_safe_is_never_said_while_an_instance_still_needs_the_version() {
    deployAll();
    current("Order", 1);
    Retirement retirement =
        Retirement.of(site.hub(), site.configuration()).settling(Duration.ofMillis(200));
    Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
    Set<FunctionName> safe = new HashSet<>();
    // Stays in flight until it has been seen to hold up its version, however fast the others are.
    String first = start("Order");
    ended(first);
    boolean firstGoesOn = false;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> starters = new ArrayList<>();
      for (int i = 0; i < STARTERS; i++) {
        starters.add(CompletableFuture.runAsync(this::startOrders, threads));
      }
      try {
        while (safe.size() < 3) {
          if (started.get() > STARTS_BEFORE) {
            current("Order", 2);
          }
          RetireReport report = retirement.report();
          for (FunctionName function : List.of(ORDER, CHILD, CHARGE)) {
            Outcome outcome = outcome(report, function);
            seen.add(outcome);
            if (outcome == Outcome.SAFE) {
              safe.add(function);
            }
            assertThat(outcome == Outcome.SAFE)
                .as("%s stays safe", function)
                .isEqualTo(safe.contains(function));
          }
          if (!firstGoesOn && seen.contains(Outcome.NOT_YET)) {
            firstGoesOn = true;
            client.raiseEvent(childOf(first), "Go");
          }
          assertThat(needed()).as("needed though called safe").noneMatch(safe::contains);
        }
      } finally {
        enough = true;
      }
      starters.forEach(CompletableFuture::join);
    }
    assertThat(needed()).noneMatch(safe::contains);
    assertThat(seen).contains(Outcome.BLOCKED_BY, Outcome.NOT_YET, Outcome.SAFE);
    assertThat(site.hub().counts())
        .extracting(InstanceCount::function)
        .contains(ORDER, CHILD, FunctionName.parse("Order_v2"), FunctionName.parse("Child_v2"));
  }

  private static Outcome outcome(RetireReport report, FunctionName function) {
    FunctionKey key =
        function.equals(CHARGE)
            ? FunctionKey.activity(function)
            : FunctionKey.orchestrator(function);
    return report.version(key).orElseThrow().verdict().outcome();
  }

  /** By what the code does: an order starts a child, and a child charges. */
  private Set<FunctionName> needed() {
    Set<FunctionName> needed = new HashSet<>();
    for (InstanceCount count : site.hub().counts()) {
      if (!count.status().isFinished() && count.function().equals(ORDER)) {
        needed.addAll(Set.of(ORDER, CHILD, CHARGE));
      }
      if (!count.status().isFinished() && count.function().equals(CHILD)) {
        needed.addAll(Set.of(CHILD, CHARGE));
      }
    }
    return needed;
  }
}
