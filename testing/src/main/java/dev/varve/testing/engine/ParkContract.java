package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationMetadata;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.storage.InstanceQuery;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Instances that cannot go on: visible, untouched, and healed when the cause is gone. */
abstract class ParkContract extends EngineCase {
  private static final InstanceCondition POISON = InstanceCondition.POISON;
  private static final int MOST_DEATHS = 12;

  private final AtomicInteger charges = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicBoolean edited = new AtomicBoolean();

  /** Code that is edited, under its running instances, by a switch or by another build. */
  private VarveBuilder build(String id, boolean broken) {
    return engine()
        .buildId(id)
        .orchestrator("Order_v1", Void.class, (ctx, in) -> order(ctx, broken))
        .orchestrator("Other_v1", Void.class, (ctx, in) -> "other")
        .activity("Check_v1", Integer.class, (Integer in) -> "checked")
        .activity(
            "Charge_v1", Integer.class, (Integer in) -> "charge " + charges.incrementAndGet());
  }

  private String order(OrchestrationContext ctx, boolean broken) {
    runs.incrementAndGet();
    if (broken || edited.get()) {
      ctx.callActivity("Check", 0).await();
    }
    String charge = ctx.callActivity("Charge", 1, String.class).await();
    ctx.setCustomStatus("charged");
    return charge + ctx.waitForExternalEvent("Paid", String.class).await();
  }

  private Varve chargedBy(String build) {
    Varve varve = run(build(build, false));
    start(varve, "Order", "o-1");
    awaitCustomStatus(varve, "o-1", "charged");
    return varve;
  }

  @Test
  void a_divergence_parks_without_a_trace_in_history_and_the_good_code_goes_on() {
    stop(chargedBy("good"));
    Varve broken = run(build("broken", true));
    int before = history(broken, "o-1").size();
    broken.client().raiseEvent("o-1", "Paid", " and paid");
    awaitCondition(broken, "o-1", InstanceCondition.DIVERGED);
    OrchestrationMetadata parked = look(broken.client(), "o-1");
    assertThat(parked.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(parked.conditionExplanation().orElseThrow())
        .contains("Order_v1 no longer fits the history of instance 'o-1'")
        .contains("event 1, recorded: TaskScheduled: activity 'Charge_v1' as task 1")
        .contains("event 1, now:      TaskScheduled: activity 'Check' as task 1")
        .contains("What to do");
    assertThat(history(broken, "o-1")).hasSize(before);
    assertThat(find(broken, InstanceCondition.DIVERGED)).containsExactly("o-1");
    stop(broken);
    Varve good = run(build("good again", false));
    assertThat(output(good, "o-1")).isEqualTo("charge 1 and paid");
    assertThat(charges).hasValue(1);
    assertThat(look(good.client(), "o-1").condition()).isEmpty();
  }

  private static java.util.List<String> find(Varve varve, InstanceCondition condition) {
    InstanceQuery query = InstanceQuery.ALL.withConditions(Set.of(condition));
    return varve.client().queryInstances(query).instances().stream()
        .map(OrchestrationMetadata::instanceId)
        .toList();
  }

  @Test
  void the_build_that_was_good_before_takes_its_instance_back() {
    stop(chargedBy("good"));
    Varve broken = run(build("broken", true));
    broken.client().raiseEvent("o-1", "Paid", "!");
    awaitCondition(broken, "o-1", InstanceCondition.DIVERGED);
    stop(broken);
    assertThat(output(run(build("good", false)), "o-1")).isEqualTo("charge 1!");
  }

  @Test
  void the_same_broken_build_started_again_does_not_try_again() {
    stop(chargedBy("good"));
    Varve broken = run(build("broken", true));
    broken.client().raiseEvent("o-1", "Paid", "!");
    awaitCondition(broken, "o-1", InstanceCondition.DIVERGED);
    stop(broken);
    int tried = runs.get();
    Varve again = run(build("broken", true));
    again.client().raiseEvent("o-1", "Paid", "?");
    start(again, "Other", "after");
    assertThat(output(again, "after")).isEqualTo("other");
    assertThat(look(again.client(), "o-1").condition()).contains(InstanceCondition.DIVERGED);
    assertThat(runs).hasValue(tried);
    // Beside a good build, the broken one leaves the instance alone.
    assertThat(output(run(build("good", false)), "o-1")).isEqualTo("charge 1!");
  }

  @Test
  void resume_tries_a_parked_instance_again() {
    stop(chargedBy("one"));
    edited.set(true);
    Varve varve = run(build("two", false));
    varve.client().raiseEvent("o-1", "Paid", "!");
    awaitCondition(varve, "o-1", InstanceCondition.DIVERGED);
    int tried = runs.get();
    varve.client().resumeInstance("o-1", "try again");
    Await.until("another try", () -> runs.get() > tried);
    awaitCondition(varve, "o-1", InstanceCondition.DIVERGED);
    edited.set(false);
    varve.client().resumeInstance("o-1", "it is mended");
    assertThat(output(varve, "o-1")).isEqualTo("charge 1!");
    assertThat(charges).hasValue(1);
  }

  @Test
  void a_resume_that_a_worker_without_the_code_carries_out_lets_the_build_that_failed_try_again() {
    stop(chargedBy("one"));
    edited.set(true);
    Varve varve = run(build("two", false));
    varve.client().raiseEvent("o-1", "Paid", "!");
    awaitCondition(varve, "o-1", InstanceCondition.DIVERGED);
    stop(varve);
    edited.set(false);
    Varve codeless = run(engine().buildId("other"));
    codeless.client().resumeInstance("o-1", "it is mended");
    Await.until(
        "the resume to be carried out", () -> count(codeless, "o-1", ExecutionResumed.class) == 1);
    assertThat(look(codeless.client(), "o-1").condition()).contains(InstanceCondition.DIVERGED);
    assertThat(output(run(build("two", false)), "o-1")).isEqualTo("charge 1!");
    assertThat(charges).hasValue(1);
  }

  @Test
  void a_resume_that_comes_while_the_instance_is_being_parked_is_not_lost() {
    CountDownLatch gate = gate();
    AtomicInteger tries = new AtomicInteger();
    Orchestrator<Void, String> late =
        (ctx, in) -> {
          if (tries.incrementAndGet() == 1) {
            passStubbornly(gate);
            ctx.callActivity("Check", 0).await();
          }
          return order(ctx, false);
        };
    stop(chargedBy("one"));
    Varve varve =
        run(
            engine()
                .buildId("two")
                .orchestrator("Order_v1", Void.class, late)
                .orchestrator("Other_v1", Void.class, (ctx, in) -> waitForGo(ctx))
                .activity("Check_v1", Integer.class, (Integer in) -> "checked"));
    start(varve, "Other", "other");
    varve.client().raiseEvent("o-1", "Paid", "!");
    Await.until("the first try", () -> tries.get() == 1);
    varve.client().resumeInstance("o-1", "try again");
    varve.client().raiseEvent("other", "Go");
    assertThat(output(varve, "other")).as("the resume was delivered before").isEqualTo("went");
    gate.countDown();
    assertThat(output(varve, "o-1")).isEqualTo("charge 1!");
  }

  private static String waitForGo(OrchestrationContext ctx) {
    ctx.waitForExternalEvent("Go").await();
    return "went";
  }

  @Test
  void a_diverged_instance_can_be_terminated() {
    stop(chargedBy("good"));
    Varve broken = run(build("broken", true));
    broken.client().raiseEvent("o-1", "Paid", "!");
    awaitCondition(broken, "o-1", InstanceCondition.DIVERGED);
    broken.client().terminate("o-1", "given up");
    assertThat(end(broken, "o-1").outputAs(String.class)).isEqualTo("given up");
    assertThat(look(broken.client(), "o-1").condition()).isEmpty();
  }

  private VarveBuilder second() {
    return engine()
        .orchestrator("Order_v2", Void.class, (ctx, in) -> "two")
        .orchestrator("Other_v1", Void.class, (ctx, in) -> "other");
  }

  @Test
  void an_unknown_name_or_version_stays_visible_and_alterable() {
    stop(chargedBy("one"));
    Varve newer = run(second());
    newer.client().raiseEvent("o-1", "Paid", "!");
    OrchestrationMetadata waiting = look(newer.client(), "o-1");
    assertThat(waiting.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    awaitCondition(newer, "o-1", InstanceCondition.WAITING_FOR_VERSION);
    assertThat(look(newer.client(), "o-1").conditionExplanation().orElseThrow())
        .contains("Order_v1")
        .contains("start one that does");
    assertThat(find(newer, InstanceCondition.WAITING_FOR_VERSION)).containsExactly("o-1");
    newer.client().suspendInstance("o-1", "while we look");
    awaitStatus(newer, "o-1", OrchestrationRuntimeStatus.SUSPENDED);
    newer.client().resumeInstance("o-1", "looked");
    awaitStatus(newer, "o-1", OrchestrationRuntimeStatus.RUNNING);
    newer.client().terminate("o-1", "not needed");
    assertThat(end(newer, "o-1").outputAs(String.class)).isEqualTo("not needed");
    assertThat(newer.client().purgeInstance("o-1")).isTrue();
  }

  @Test
  void an_unserved_version_goes_on_when_a_worker_with_it_arrives() {
    stop(chargedBy("one"));
    Varve newer = run(second());
    newer.client().raiseEvent("o-1", "Paid", "!");
    start(newer, "Other", "after");
    assertThat(output(newer, "after")).isEqualTo("other");
    assertThat(look(newer.client(), "o-1").isFinished()).isFalse();
    run(build("one", false));
    assertThat(output(newer, "o-1")).isEqualTo("charge 1!");
    assertThat(charges).hasValue(1);
  }

  private VarveBuilder caller(String build) {
    return engine()
        .buildId(build)
        .orchestrator(
            "Caller_v1",
            Void.class,
            (ctx, in) -> {
              ctx.setCustomStatus("begun");
              ctx.waitForExternalEvent("Go").await();
              return ctx.callActivity("Later_v1", 1, String.class).await();
            });
  }

  private Varve unresolved() {
    Varve first = run(caller("one"));
    start(first, "Caller", "c-1");
    awaitCustomStatus(first, "c-1", "begun");
    int before = history(first, "c-1").size();
    first.client().raiseEvent("c-1", "Go");
    awaitCondition(first, "c-1", InstanceCondition.UNRESOLVED);
    OrchestrationMetadata parked = look(first.client(), "c-1");
    assertThat(parked.runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(parked.conditionExplanation().orElseThrow()).contains("Later_v1");
    assertThat(history(first, "c-1")).hasSize(before);
    return first;
  }

  @Test
  void an_unresolved_call_parks_and_heals_with_a_build_that_has_the_function() {
    stop(unresolved());
    Varve second = run(caller("two").activity("Later_v1", Integer.class, (Integer in) -> "done"));
    assertThat(output(second, "c-1")).isEqualTo("done");
  }

  @Test
  void an_unresolved_call_heals_when_another_worker_brings_the_function() {
    Varve first = unresolved();
    run(engine().activity("Later_v1", Integer.class, (Integer in) -> "done elsewhere"));
    assertThat(output(first, "c-1")).isEqualTo("done elsewhere");
  }

  private VarveBuilder deadly(AtomicBoolean harmless, CountDownLatch gate) {
    return engine()
        .buildId("the same")
        .maxCrashes(1)
        .drainTimeout(millis(50))
        .orchestrator(
            "Deadly_v1",
            Void.class,
            (ctx, in) -> {
              runs.incrementAndGet();
              if (!harmless.get()) {
                passStubbornly(gate);
              }
              return "survived";
            })
        .orchestrator("Other_v1", Void.class, (ctx, in) -> "other");
  }

  @Test
  void an_instance_that_workers_die_of_is_set_aside_alone_and_goes_on_when_it_is_resumed() {
    AtomicBoolean harmless = new AtomicBoolean();
    CountDownLatch gate = gate();
    Varve victim = run(deadly(harmless, gate));
    start(victim, "Deadly", "d-1");
    // A worker that is taken for dead begins anew, and finds the instance again.
    for (int deaths = 0; deaths < MOST_DEATHS && find(victim, POISON).isEmpty(); deaths++) {
      int ran = deaths;
      Await.until(
          "code to run or to be given up",
          () -> runs.get() > ran || !find(victim, POISON).isEmpty());
      crashLastEngine();
    }
    Varve survivor = run(deadly(harmless, gate));
    assertThat(find(survivor, POISON)).containsExactly("d-1");
    assertThat(look(survivor.client(), "d-1").conditionExplanation().orElseThrow())
        .contains("workers in a row died");
    start(survivor, "Other", "beside");
    assertThat(output(survivor, "beside")).isEqualTo("other");
    harmless.set(true);
    survivor.client().resumeInstance("d-1", "mended");
    assertThat(output(survivor, "d-1")).isEqualTo("survived");
    gate.countDown();
  }
}
