package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VersionChoice;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.storage.InstanceQuery;
import dev.varve.versioning.parked.ParkedInstance;
import dev.varve.versioning.parked.ParkedInstances;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.Verdict;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** V8 and V15: going on, or starting once more, in a version that takes another input. */
abstract class AdapterContract extends VersioningContract {
  private static final FunctionName ONE = FunctionName.parse("Order_v1");
  private static final FunctionName TWO = FunctionName.parse("Order_v2");

  /** What version 1 counts. */
  record Rounds(int rounds) {}

  /** What version 2 counts, which has a number that version 1 does not give. */
  record Laps(int laps, int distance) {}

  @BeforeEach
  void versionOneIsCurrent() {
    current("Order", 1);
  }

  /** Goes on as new with every {@code Go}. */
  private static Consumer<VarveBuilder> one() {
    return builder ->
        builder.orchestrator(
            "Order_v1",
            Rounds.class,
            (context, input) -> {
              context.setCustomStatus("round " + input.rounds());
              context.waitForExternalEvent("Go").await();
              context.continueAsNew(new Rounds(input.rounds() + 1), VersionChoice.current());
              return "ignored";
            });
  }

  private static Consumer<VarveBuilder> two() {
    return builder -> builder.orchestrator("Order_v2", Laps.class, AdapterContract::lap);
  }

  private static String lap(OrchestrationContext context, Laps input) {
    String laps = input.laps() + " laps of " + input.distance();
    context.setCustomStatus(laps);
    StringBuilder told = new StringBuilder(laps);
    for (int i = 0; i < 3; i++) {
      told.append(' ').append(context.waitForExternalEvent("Word", String.class).await());
    }
    return told.toString();
  }

  private static Consumer<VarveBuilder> adapted() {
    return two()
        .andThen(builder ->
            builder.inputAdapter(
                "Order_v2", "Order_v1", Rounds.class, old -> new Laps(old.rounds(), 400)));
  }

  /** An instance of version 1 in its second round, where version 2 is current. */
  private String inRoundTwo(Consumer<VarveBuilder> code) {
    site.deploy(code);
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    client.raiseEvent(id, "Go");
    awaitStatus(id, "round 2");
    current("Order", 2);
    return id;
  }

  private void tell(String id) {
    for (String word : new String[] {"a", "b", "c"}) {
      client.raiseEvent(id, "Word", word);
    }
  }

  @Test
  void V8_an_adapter_gives_the_next_version_an_input_of_its_own_type() {
    String id = inRoundTwo(one().andThen(adapted()));
    client.raiseEvent(id, "Go");
    awaitStatus(id, "3 laps of 400");
    tell(id);
    assertThat(output(id)).isEqualTo("3 laps of 400 a b c");
  }

  @Test
  void V8_buffered_events_survive_the_change_of_version_in_order_though_processes_are_killed() {
    String id = inRoundTwo(one().andThen(adapted()));
    tell(id);
    client.raiseEvent(id, "Go");
    int processes = 0;
    while (!metadata(id).isFinished()) {
      Worker worker = site.deploy(one().andThen(adapted()), Fate.dyingBehindWrite(1));
      Site.await(
          "it has died or the instance has ended",
          () -> worker.isDead() || metadata(id).isFinished());
      worker.kill();
      processes++;
      assertThat(processes).isLessThan(60);
    }
    assertThat(output(id)).isEqualTo("3 laps of 400 a b c");
  }

  @Test
  void V8_an_old_worker_hands_over_to_one_that_has_the_next_version_and_its_adapter() {
    Worker old = site.deploy(one());
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    site.deploy(adapted());
    current("Order", 2);
    client.raiseEvent(id, "Go");
    tell(id);
    assertThat(output(id)).isEqualTo("2 laps of 400 a b c");
    assertThat(old.isDead()).isFalse();
  }

  @Test
  void V8_history_metadata_and_queries_tell_both_versions() {
    String id = inRoundTwo(one().andThen(adapted()));
    assertThat(metadata(id).function()).isEqualTo(ONE);
    assertThat(started(id).continuedFrom()).isEqualTo(ONE);
    client.raiseEvent(id, "Go");
    awaitStatus(id, "3 laps of 400");
    ExecutionStarted started = started(id);
    assertThat(started.function()).isEqualTo(TWO);
    assertThat(started.continuedFrom()).isEqualTo(ONE);
    assertThat(started.requested()).isEqualTo("Order");
    assertThat(client.getInput(id, Rounds.class)).isEqualTo(new Rounds(3));
    assertThat(metadata(id).function()).isEqualTo(TWO);
    assertThat(
            client
                .queryInstances(InstanceQuery.ALL.withBaseName("Order").withVersion(2))
                .instances())
        .extracting(instance -> instance.instanceId())
        .containsExactly(id);
    assertThat(
            client
                .queryInstances(InstanceQuery.ALL.withBaseName("Order").withVersion(1))
                .instances())
        .isEmpty();
  }

  @Test
  void V8_an_input_that_the_next_version_cannot_read_parks_it_until_a_build_with_an_adapter() {
    String id = inRoundTwo(one().andThen(two()));
    client.raiseEvent(id, "Go");
    tell(id);
    awaitCondition(id, InstanceCondition.POISON);
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(metadata(id).function()).isEqualTo(TWO);
    assertThat(history(id, dev.varve.history.DecisionEvent.class)).isEmpty();
    ParkedInstance explained = ParkedInstances.of(site.hub()).explain(id);
    assertThat(explained.explanation())
        .contains("Order_v2 of instance '" + id + "' cannot read the input that Order_v1 gave")
        .contains("inputAdapter(\"Order_v2\", \"Order_v1\"");
    assertThat(explained.toText()).contains("POISON since").contains("What to do:");

    site.deploy(one().andThen(adapted()));
    assertThat(output(id)).isEqualTo("3 laps of 400 a b c");
  }

  @Test
  void V8_an_adapter_that_fails_or_makes_something_else_parks_until_it_is_repaired() {
    Worker failing =
        site.deploy(
            one()
                .andThen(two())
                .andThen(builder ->
                    builder.inputAdapter(
                        "Order_v2",
                        "Order_v1",
                        Rounds.class,
                        old -> {
                          throw new IllegalStateException("no distance for " + old.rounds());
                        })));
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    current("Order", 2);
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.POISON);
    assertThat(metadata(id).conditionExplanation().orElseThrow()).contains("no distance for 2");
    failing.close();

    Worker wrong =
        site.deploy(
            two()
                .andThen(builder ->
                    builder.inputAdapter("Order_v2", "Order_v1", Rounds.class, old -> "two")));
    Site.await(
        "it was tried again",
        () -> metadata(id).conditionExplanation().orElse("").contains("Laps"));
    wrong.close();
    site.deploy(adapted());
    tell(id);
    assertThat(output(id)).isEqualTo("2 laps of 400 a b c");
  }

  @Test
  void V8_an_adapter_that_ends_in_an_error_parks_until_it_is_repaired() {
    Worker failing =
        site.deploy(
            one()
                .andThen(two())
                .andThen(
                    adapter(old -> {
                      throw new AssertionError("not " + old.rounds());
                    })));
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    current("Order", 2);
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.POISON);
    assertThat(metadata(id).conditionExplanation().orElseThrow()).contains("not 2");
    failing.close();

    Worker endless = site.deploy(two().andThen(adapter(AdapterContract::endless)));
    Site.await(
        "it was tried again",
        () -> metadata(id).conditionExplanation().orElse("").contains("StackOverflowError"));
    endless.close();
    site.deploy(adapted());
    tell(id);
    assertThat(output(id)).isEqualTo("2 laps of 400 a b c");
  }

  private static Consumer<VarveBuilder> adapter(Function<Rounds, Laps> function) {
    return builder -> builder.inputAdapter("Order_v2", "Order_v1", Rounds.class, function);
  }

  /** Counts away from where it would end. */
  private static Laps endless(Rounds old) {
    if (old.rounds() == 0) {
      return new Laps(0, 400);
    }
    Laps laps = endless(new Rounds(old.rounds() + 1));
    return new Laps(laps.laps() + 1, laps.distance());
  }

  @Test
  void V8_an_instance_that_came_by_an_adapter_waits_for_it_also_after_a_restart() {
    Worker able = site.deploy(one().andThen(adapted()));
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    current("Order", 2);
    client.raiseEvent(id, "Go");
    awaitStatus(id, "2 laps of 400");
    client.raiseEvent(id, "Word", "a");
    able.kill();
    Worker unable = site.deploy(two());
    client.raiseEvent(id, "Word", "b");
    awaitCondition(id, InstanceCondition.POISON);
    unable.close();
    site.deploy(adapted());
    client.raiseEvent(id, "Word", "c");
    assertThat(output(id)).isEqualTo("2 laps of 400 a b c");
  }

  @Test
  void V8_an_input_that_its_own_version_cannot_read_any_more_parks_until_the_type_is_back() {
    Worker good = site.deploy(one());
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    awaitStatus(id, "round 1");
    client.raiseEvent(id, "Go");
    awaitStatus(id, "round 2");
    good.close();

    Consumer<VarveBuilder> changed =
        builder -> builder.orchestrator("Order_v1", Laps.class, AdapterContract::lap);
    VarveBuilder rehearsed = Varve.builder();
    changed.accept(rehearsed);
    assertThat(Rehearsal.of(rehearsed).on(site.hub()).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isInstanceOf(Verdict.Unreadable.class);
          assertThat(finding.verdict().explanation()).contains("keep the type as it was");
        });
    Worker bad = site.deploy(changed);
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.POISON);
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("cannot read the input that Order_v1 gave")
        .contains("with the input type as it was");
    bad.close();
    site.deploy(one());
    awaitStatus(id, "round 3");
  }

  @Test
  void V8_a_rehearsal_reads_what_another_version_gave_by_the_adapter() {
    String id = inRoundTwo(one().andThen(two()));
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.POISON);
    VarveBuilder without = Varve.builder();
    one().andThen(two()).accept(without);
    assertThat(Rehearsal.of(without).on(site.hub()).findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isInstanceOf(Verdict.Unreadable.class);
          assertThat(finding.verdict().explanation()).contains("given by Order_v1");
        });
    VarveBuilder with = Varve.builder();
    one().andThen(adapted()).accept(with);
    assertThat(Rehearsal.of(with).on(site.hub()).fits()).isEqualTo(1);
  }

  @Test
  void V15_a_restart_reads_an_input_of_another_version_by_its_adapter() {
    String id = inRoundTwo(one().andThen(adapted()));
    client.raiseEvent(id, "Go");
    awaitStatus(id, "3 laps of 400");
    String again = client.restartInstance(id);
    awaitStatus(again, "3 laps of 400");
    assertThat(started(again).continuedFrom()).isEqualTo(ONE);
    tell(again);
    assertThat(output(again)).isEqualTo("3 laps of 400 a b c");
    assertThat(client.restartInstance(again, false)).isEqualTo(again);
    tell(again);
    assertThat(output(again)).isEqualTo("3 laps of 400 a b c");
  }

  @Test
  void V15_a_restart_in_another_version_comes_by_the_adapter_and_finds_back() {
    String id = inRoundTwo(one().andThen(adapted()));
    String next = client.restartInstance(id, true, VersionChoice.current());
    awaitStatus(next, "2 laps of 400");
    String back = client.restartInstance(next, true, VersionChoice.exactly(1));
    awaitStatus(back, "round 2");
    current("Order", 1);
    String given = client.scheduleNewOrchestrationInstance("Order", new Rounds(7));
    String moved = client.restartInstance(given, true, VersionChoice.exactly(2));
    awaitStatus(moved, "7 laps of 400");
    assertThat(started(given).continuedFrom()).isNull();
    assertThat(started(moved).continuedFrom()).isEqualTo(ONE);
    assertThat(started(client.restartInstance(given)).continuedFrom()).isNull();
  }

  @Test
  void V8_asking_for_the_current_version_again_neither_changes_it_nor_goes_round_in_circles() {
    site.deploy(one().andThen(adapted()));
    String id = client.scheduleNewOrchestrationInstance("Order", new Rounds(1));
    for (int round = 1; round <= 3; round++) {
      awaitStatus(id, "round " + round);
      assertThat(metadata(id).function()).isEqualTo(ONE);
      client.raiseEvent(id, "Go");
    }
    awaitStatus(id, "round 4");
    assertThat(history(id, ExecutionStarted.class)).hasSize(1);
  }
}
