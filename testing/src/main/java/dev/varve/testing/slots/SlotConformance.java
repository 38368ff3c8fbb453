package dev.varve.testing.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ActivityContext;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Storage;
import dev.varve.testing.storage.StorageFixture;
import dev.varve.versioning.slots.AppBuild;
import dev.varve.versioning.slots.ClosedMode;
import dev.varve.versioning.slots.Deployment;
import dev.varve.versioning.slots.HubOwner;
import dev.varve.versioning.slots.Slot;
import dev.varve.versioning.slots.SlotApp;
import dev.varve.versioning.slots.SlotFront;
import dev.varve.versioning.slots.SlotRefusedException;
import dev.varve.versioning.slots.Slots;
import dev.varve.versioning.slots.StartsClosedException;
import dev.varve.versioning.slots.SwapOptions;
import dev.varve.versioning.slots.SwapResult;
import dev.varve.versioning.slots.SwapResult.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * S1 to S11 on every store, with real engines in one JVM that share nothing but the store. A store
 * binds it by extending this class. One store holds the control hub and a hub for each slot.
 */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // fields are set before each test
public abstract class SlotConformance {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String WHO = "ann";

  private StorageFixture fixture;
  private Storage storage;
  private Slots slots;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Which deployment's worker ran each instance, and how often. */
  private final Map<String, List<String>> runs = new ConcurrentHashMap<>();

  /** A fixture for one test. */
  protected abstract StorageFixture fixture();

  /** How many starts come while it swaps; a store that costs money by the call makes fewer. */
  protected int starts() {
    return 1_000;
  }

  /** How often it swaps meanwhile. */
  protected int swaps() {
    return 20;
  }

  @BeforeEach
  void openStore() {
    fixture = fixture();
    storage = fixture.open(InstantSource.system());
    slots = slots(storage.hub("control"), storage);
  }

  @AfterEach
  void closeStore() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    storage.close();
    fixture.close();
  }

  private static Slots slots(HubStore control, Storage store) {
    return Slots.of(control, "shop", value -> new OneStore(store));
  }

  private Deployment deploy(Slot slot, String version, String hub) {
    return slots.deploy(
        slot,
        new AppBuild(version, AppBuild.STORE_SETTING, hub),
        Map.of(AppBuild.STORE_SETTING, "one"),
        WHO,
        "");
  }

  private SlotApp app(Deployment deployment) {
    SlotApp app = SlotApp.start(slots, deployment.id(), builder -> code(builder, deployment.id()));
    open.add(app);
    return app;
  }

  private void code(VarveBuilder builder, String deployment) {
    builder
        .orchestrator("Quick", String.class, SlotConformance::quick)
        .orchestrator("Waits", String.class, SlotConformance::waits)
        .activity(
            "Note",
            String.class,
            (ActivityContext context, String input) -> {
              runs.computeIfAbsent(context.instanceId(), id -> new CopyOnWriteArrayList<>())
                  .add(deployment);
              return deployment;
            });
  }

  private static String quick(OrchestrationContext context, String input) {
    return context.callActivity("Note", input, String.class).await();
  }

  private static String waits(OrchestrationContext context, String input) {
    context.waitForExternalEvent("Go", String.class).await();
    return context.callActivity("Note", input, String.class).await();
  }

  private SlotFront front() {
    SlotFront front = SlotFront.open(slots, PATIENCE);
    open.add(front);
    return front;
  }

  /** Version 1.0 in production and 2.0 in staging, each with a live worker. */
  private List<Deployment> both() {
    Deployment first = deploy(Slot.PRODUCTION, "1.0", "blue");
    Deployment second = deploy(Slot.STAGING, "2.0", "green");
    app(first);
    app(second);
    return List.of(first, second);
  }

  private void end(SlotFront front, String id) {
    front.clientOf(id).orElseThrow().waitForInstanceCompletion(id, PATIENCE);
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void S1_both_slots_on_one_hub_are_refused_and_nothing_is_changed() {
    Deployment first = deploy(Slot.PRODUCTION, "1.0", "blue");
    assertThatThrownBy(() -> deploy(Slot.STAGING, "2.0", "blue"))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("both slots would work on hub 'blue'");
    assertThatThrownBy(() ->
            slots.deploy(
                Slot.STAGING,
                new AppBuild("2.0", "S", "blue"),
                Map.of("S", "another name of the same store"),
                WHO,
                ""))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("both slots would work on hub 'blue'");
    assertThat(slots.in(Slot.STAGING)).isEmpty();
    assertThat(slots.in(Slot.PRODUCTION)).contains(first);
  }

  @Test
  void S2_the_store_travels_with_the_deployment_and_sticky_settings_stay() throws Exception {
    slots.stick(Slot.PRODUCTION, Map.of("Colour", "red"), WHO, "");
    both();
    assertThat(slots.swapIfIdle(WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);

    Deployment production = slots.in(Slot.PRODUCTION).orElseThrow();
    assertThat(production.build().version()).isEqualTo("2.0");
    assertThat(production.location().hub()).isEqualTo("green");
    assertThat(slots.settings(Slot.PRODUCTION)).containsEntry("Colour", "red");
    assertThatThrownBy(
            () -> slots.stick(Slot.STAGING, Map.of(AppBuild.STORE_SETTING, "two"), WHO, ""))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("must travel");
  }

  @Test
  void S4_staging_with_work_in_flight_is_not_overwritten() throws Exception {
    List<Deployment> both = both();
    SlotFront front = front();
    front.start("Waits", "x", StartOptions.withId("slow"));
    assertThatThrownBy(() -> deploy(Slot.PRODUCTION, "3.0", "red"))
        .isInstanceOf(SlotRefusedException.class);
    assertThat(slots.statusCheck(Slot.PRODUCTION).orElseThrow().toText())
        .startsWith("slot production, hub blue, version 1.0: 1 in flight");
    assertThat(slots.statusCheck(Slot.STAGING).orElseThrow().hasRunning()).isFalse();
    assertThatThrownBy(() -> deploy(Slot.STAGING, "3.0", "green"))
        .as("the worker of the build before is live")
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("stop them first");
    assertThat(slots.in(Slot.STAGING)).contains(both.get(1));
  }

  @Test
  void S6_a_worker_that_is_not_the_owners_does_not_start() {
    Deployment first = deploy(Slot.PRODUCTION, "1.0", "blue");
    Deployment old = deploy(Slot.STAGING, "2.0", "green");
    Deployment next = deploy(Slot.STAGING, "3.0", "green");

    assertThatThrownBy(() -> app(old))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("is in no slot");
    assertThat(HubOwner.of(storage.hub("green"))).contains("shop/" + next.id());
    VarveBuilder stranger =
        Varve.builder()
            .sharedStorage(storage)
            .hub("blue")
            .beforeStart(HubOwner.required("shop/" + next.id()));
    assertThatThrownBy(stranger::start)
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("owned by 'shop/" + first.id());
    assertThat(storage.hub("blue").sessions()).isEmpty();
  }

  @Test
  void S6_a_swap_is_refused_while_a_stranger_works_on_the_hub_or_nobody_does() throws Exception {
    app(deploy(Slot.PRODUCTION, "1.0", "blue"));
    Deployment second = deploy(Slot.STAGING, "2.0", "green");
    assertThatThrownBy(() -> slots.swapIfIdle(WHO, ""))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("no worker of deployment d2 is live");
    app(second);
    try (Varve stranger =
        Varve.builder().sharedStorage(storage).hub("green").workerName("stranger").start()) {
      assertThat(stranger.residentInstances()).isZero();
      assertThatThrownBy(() -> slots.swapIfIdle(WHO, ""))
          .isInstanceOf(SlotRefusedException.class)
          .hasMessageContaining("[stranger]");
    }
    assertThat(slots.swapIfIdle(WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void S8_busy_at_the_deadline_means_no_swap_and_starts_go_on() throws Exception {
    List<Deployment> both = both();
    SlotFront front = front();
    front.start("Waits", "x", StartOptions.withId("slow"));

    SwapResult result = slots.swap(SwapOptions.IF_IDLE.within(Duration.ofMillis(10)), WHO, "");
    assertThat(result.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.detail()).contains("Waits slow");
    assertThat(slots.in(Slot.PRODUCTION)).contains(both.get(0));
    front.start("Quick", "x", StartOptions.withId("next"));
    end(front, "next");
    assertThat(runs).containsEntry("next", List.of("d1"));

    front.clientOf("slow").orElseThrow().raiseEvent("slow", "Go", "x");
    assertThat(slots.swap(SwapOptions.IF_IDLE.within(PATIENCE), WHO, "").outcome())
        .isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void S9_S10_what_runs_on_the_moved_deployment_goes_on_and_a_rollback_is_a_second_swap()
      throws Exception {
    List<Deployment> both = both();
    SlotFront front = front();
    SlotApp staging = (SlotApp) open.get(1);
    staging.client().scheduleNewOrchestrationInstance("Waits", "x", StartOptions.withId("test"));
    assertThatThrownBy(() -> slots.rollback(SwapOptions.IF_IDLE, WHO, ""))
        .isInstanceOf(SlotRefusedException.class)
        .hasMessageContaining("nothing to roll back to");

    assertThat(slots.swapIfIdle(WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(staging.slot()).contains(Slot.PRODUCTION);
    front.clientOf("test").orElseThrow().raiseEvent("test", "Go", "x");
    end(front, "test");
    assertThat(runs).containsEntry("test", List.of("d2"));

    assertThat(slots.rollback(SwapOptions.IF_IDLE, WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(slots.in(Slot.PRODUCTION)).contains(both.get(0));
    assertThat(storage.hub("control").records().auditLog(0, 100))
        .extracting(entry -> entry.action())
        .containsSubsequence(
            "deploy", "deploy", "swap-begun", "swap", "rollback-begun", "rollback");
  }

  @Test
  void S7_a_start_repeated_across_a_swap_runs_once() throws Exception {
    both();
    SlotFront front = front();
    front.start("Quick", "x", StartOptions.withId("once"));
    end(front, "once");
    assertThat(slots.swapIfIdle(WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);
    await(
        "the front follows",
        () -> !refused(() -> front.start("Quick", "x", StartOptions.withId("once"))));
    assertThat(storage.hub("green").instance("once")).isEmpty();
    assertThat(runs).containsEntry("once", List.of("d1"));
  }

  private static boolean refused(Runnable start) {
    try {
      start.run();
      return false;
    } catch (StartsClosedException e) {
      return true;
    }
  }

  @Test
  void S11_a_drain_refuses_starts_with_a_hint_or_holds_them_until_it_ends() throws Exception {
    both();
    SlotFront front = front();
    front.start("Waits", "x", StartOptions.withId("slow"));
    slots.drain(ClosedMode.REFUSE, Duration.ofMinutes(5), WHO, "");
    AtomicInteger tries = new AtomicInteger();
    await(
        "starts are refused",
        () ->
            refused(() ->
                front.start("Quick", "x", StartOptions.withId("try-" + tries.incrementAndGet()))));
    assertThatThrownBy(() -> front.start("Quick", "x", StartOptions.withId("no")))
        .isInstanceOfSatisfying(
            StartsClosedException.class,
            e -> assertThat(e.retryAfter()).isGreaterThan(Duration.ofMinutes(4)));
    assertThat(storage.hub("blue").instance("no")).isEmpty();

    front.clientOf("slow").orElseThrow().raiseEvent("slow", "Go", "x");
    end(front, "slow");
    await("drained", () -> !slots.statusCheck(Slot.PRODUCTION).orElseThrow().hasRunning());
    slots.drain(ClosedMode.HOLD, Duration.ofMinutes(5), WHO, "");
    try (ExecutorService one = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean held = new AtomicBoolean();
      await("starts are held", () -> !refusedNow(front, one, held));
      assertThat(slots.swapIfIdle(WHO, "").outcome()).isEqualTo(Outcome.SWAPPED);
    }
    await("the held start ran on the new production", () -> runs.containsKey("held"));
    assertThat(runs).containsEntry("held", List.of("d2"));
  }

  /** Asks in the background, until one start is held and not refused. */
  private static boolean refusedNow(SlotFront front, ExecutorService one, AtomicBoolean held) {
    if (held.get()) {
      return false;
    }
    Future<?> start = one.submit(() -> front.start("Quick", "x", StartOptions.withId("held")));
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    held.set(!start.isDone());
    return !held.get();
  }

  @Test
  void S7_no_start_is_lost_or_run_twice_while_slots_are_swapped_back_and_forth() throws Exception {
    both();
    SlotFront refusing = front();
    SlotFront second = front();
    AtomicInteger next = new AtomicInteger();
    AtomicInteger swapped = new AtomicInteger();
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    try (ExecutorService load = Executors.newVirtualThreadPerTaskExecutor()) {
      for (SlotFront front : List.of(refusing, second)) {
        load.execute(() -> {
          try {
            startAll(front, next, swapped);
          } catch (Throwable e) {
            failures.add(e);
          }
        });
      }
      while (swapped.get() < swaps() && failures.isEmpty()) {
        int half = (2 * swapped.get() + 1) * starts() / swaps() / 2;
        await("half of the starts before this swap", () -> next.get() >= half);
        SwapOptions options = SwapOptions.IF_IDLE.within(PATIENCE);
        SwapResult result =
            slots.swap(swapped.get() % 2 == 0 ? options : options.holding(), WHO, "");
        assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.SWAPPED);
        swapped.incrementAndGet();
      }
    }
    assertThat(failures).isEmpty();

    assertThat(next.get()).isGreaterThanOrEqualTo(starts());
    int each = 0;
    for (int number = 1; number <= next.get(); number++) {
      String id = "start-" + number;
      end(second, id);
      assertThat(runs.get(id)).as(id).hasSize(1);
      List<InstanceRow> rows =
          List.of("blue", "green").stream()
              .flatMap(hub -> storage.hub(hub).instance(id).stream())
              .toList();
      assertThat(rows).as(id).hasSize(1);
      assertThat(rows.getFirst().status()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
      assertThat(runs.get(id))
          .as("who ran " + id + " on " + rows.getFirst().hub())
          .containsExactly(rows.getFirst().hub().equals("blue") ? "d1" : "d2");
      each |= rows.getFirst().hub().equals("blue") ? 1 : 2;
    }
    assertThat(each).as("both took some").isEqualTo(3);
  }

  /** Starts one after the other, as fast as the swaps need it to go on to their end. */
  private void startAll(SlotFront front, AtomicInteger next, AtomicInteger swapped) {
    while (next.get() < starts() || swapped.get() < swaps()) {
      await(
          "the swaps keep up",
          () ->
              swapped.get() >= swaps() || next.get() <= (swapped.get() + 1L) * starts() / swaps());
      if (next.get() >= starts()) {
        return;
      }
      String id = "start-" + next.incrementAndGet();
      await(
          "start " + id, () -> !refused(() -> front.start("Quick", "x", StartOptions.withId(id))));
    }
  }

  @Test
  void S8_a_swap_that_is_killed_at_any_call_leaves_routing_wholly_old_or_wholly_new()
      throws Exception {
    both();
    SlotFront front = front();
    SwapOptions options = SwapOptions.IF_IDLE.closedAtMost(Duration.ofMillis(200)).holding();
    boolean finished = false;
    int killed = 0;
    Set<Boolean> outcomes = new HashSet<>();
    for (int call = 1; !finished; call += step()) {
      for (boolean callCounts : new boolean[] {false, true}) {
        String before = slots.in(Slot.PRODUCTION).orElseThrow().id();
        finished = swapAndDie(new Killable(call, callCounts), options);
        killed += finished ? 0 : 1;
        String production = slots.in(Slot.PRODUCTION).orElseThrow().id();
        String staging = slots.in(Slot.STAGING).orElseThrow().id();
        outcomes.add(!production.equals(before));
        assertThat(List.of(production, staging)).containsExactlyInAnyOrder("d1", "d2");
        String id = "after-" + call + "-" + callCounts;
        front.start("Quick", "x", StartOptions.withId(id));
        end(front, id);
        assertThat(runs.get(id))
            .as("killed at call %d, production was %s", call, before)
            .containsExactly(production);
      }
    }
    assertThat(killed).isGreaterThan(10 / step());
    assertThat(outcomes).as("wholly old and wholly new").containsExactlyInAnyOrder(true, false);
    assertThat(slots.swap(options.closedAtMost(PATIENCE), WHO, "").outcome())
        .isEqualTo(Outcome.SWAPPED);
  }

  /** Every call, or every so manyth where calls are slow. */
  protected int step() {
    return 1;
  }

  private boolean swapAndDie(Killable process, SwapOptions options) throws InterruptedException {
    try {
      Outcome outcome =
          slots(process.hub(storage.hub("control")), process.storage(storage))
              .swap(options, WHO, "")
              .outcome();
      assertThat(outcome).isEqualTo(Outcome.SWAPPED);
      return !process.isDead();
    } catch (Killable.Killed e) {
      return false;
    }
  }
}
