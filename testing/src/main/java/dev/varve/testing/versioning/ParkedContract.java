package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.InstanceCondition;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationContext;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.ExecutionResumed;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.versioning.parked.NotParkedException;
import dev.varve.versioning.parked.ParkedInstance;
import dev.varve.versioning.parked.ParkedInstance.Difference;
import dev.varve.versioning.parked.ParkedInstances;
import dev.varve.versioning.parked.ParkedPage;
import dev.varve.versioning.parked.RetryReport;
import dev.varve.versioning.parked.RetryReport.Answer;
import dev.varve.versioning.parked.RetryReport.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B3: what a bad release parks is listed, explained and tried again, and heals by a good one. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
abstract class ParkedContract extends VersioningContract {
  private static final int SOME = 5;

  private ParkedInstances parked;

  @BeforeEach
  void lookAtParked() {
    parked = ParkedInstances.of(site.hub());
    current("Order", 1);
  }

  private Consumer<VarveBuilder> build(Orchestrator<String, String> order) {
    return Code.orchestrator("Order_v1", order)
        .andThen(Code.activities(site.journal(), "Reserve_v1", "Check_v1", "Charge_v1", "Ship_v1"));
  }

  /** Waits twice, so that instances can be in flight at two places. */
  private static String good(OrchestrationContext context, String input) {
    return rest(context, Code.call(context, "Reserve"));
  }

  /** What somebody put into version 1 that belongs into version 2. */
  private static String bad(OrchestrationContext context, String input) {
    return rest(context, Code.call(context, "Check") + Code.call(context, "Reserve"));
  }

  private static String rest(OrchestrationContext context, String before) {
    Code.waitForGo(context);
    String done = before + " " + Code.call(context, "Charge");
    context.setCustomStatus("charged");
    context.waitForExternalEvent("Ship").await();
    return done + " " + Code.call(context, "Ship");
  }

  /** Instances that wait before and behind the charge, and no worker. */
  private List<String> inFlight(int count) {
    Worker worker = site.deploy(build(ParkedContract::good));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(start("Order"));
    }
    ids.forEach(id -> awaitStatus(id, Code.WAITING));
    for (int i = 0; i < count; i += 2) {
      client.raiseEvent(ids.get(i), "Go");
      awaitStatus(ids.get(i), "charged");
    }
    worker.kill();
    return ids;
  }

  /** Parks what is in flight, by what arrives for each. */
  private void parkAll(List<String> ids) {
    for (String id : ids) {
      client.raiseEvent(id, "Go");
      client.raiseEvent(id, "Ship");
    }
    ids.forEach(id -> awaitCondition(id, InstanceCondition.DIVERGED));
  }

  private List<String> allPages(InstanceQuery query) {
    List<String> ids = new ArrayList<>();
    Optional<String> continuation = Optional.empty();
    do {
      ParkedPage page =
          parked.list(continuation.map(query::withContinuation).orElse(query).withPageSize(2));
      assertThat(page.instances()).hasSizeLessThanOrEqualTo(2);
      page.instances().forEach(instance -> ids.add(instance.instanceId()));
      continuation = page.continuation();
    } while (continuation.isPresent());
    return ids;
  }

  @Test
  void B3_a_bad_release_fails_no_instance_and_the_fixed_build_heals_all_of_them() {
    List<String> ids = inFlight(SOME);
    List<List<HistoryEvent>> histories = ids.stream().map(this::history).toList();
    Worker wrong = site.deploy(build(ParkedContract::bad));
    parkAll(ids);

    assertThat(allPages(InstanceQuery.ALL)).containsExactlyInAnyOrderElementsOf(ids);
    for (String id : ids) {
      assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
      assertThat(parked.explain(id).difference())
          .contains(
              new Difference(
                  1,
                  "TaskScheduled: activity 'Reserve_v1' as task 1",
                  "TaskScheduled: activity 'Check' as task 1"));
    }
    assertThat(ids.stream().map(this::history).toList()).isEqualTo(histories);
    wrong.close();

    site.deploy(build(ParkedContract::good));
    assertHealed(ids);
    assertThat(ids)
        .allSatisfy(id ->
            assertThat(site.journal().of(id))
                .extracting(Journal.Entry::base)
                .containsExactly("Reserve", "Charge", "Ship"));
  }

  @Test
  void B3_a_bad_release_heals_although_its_processes_and_those_of_the_fix_are_killed() {
    List<String> ids = inFlight(SOME);
    for (String id : ids) {
      client.raiseEvent(id, "Go");
      client.raiseEvent(id, "Ship");
    }
    for (int write = 1; write <= SOME; write++) {
      Worker wrong = site.deploy(build(ParkedContract::bad), Fate.dyingBehindWrite(write));
      Site.await(
          "it has died or parked all that it may try",
          () ->
              wrong.isDead() || ids.stream().allMatch(id -> metadata(id).condition().isPresent()));
      wrong.kill();
    }
    site.deploy(build(ParkedContract::bad));
    ids.forEach(id -> awaitCondition(id, InstanceCondition.DIVERGED));

    int processes = 0;
    while (!ids.stream().allMatch(id -> metadata(id).isFinished())) {
      Worker fixed = site.deploy(build(ParkedContract::good), Fate.dyingBehindWrite(2));
      Site.await(
          "it has died or healed all",
          () -> fixed.isDead() || ids.stream().allMatch(id -> metadata(id).isFinished()));
      fixed.kill();
      processes++;
      assertThat(processes).isLessThan(60);
    }
    assertThat(processes).isGreaterThan(1);
    assertHealed(ids);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(site.journal().runs(ids.get(i), "Reserve")).isEqualTo(1);
      assertThat(site.journal().runs(ids.get(i), "Check")).isZero();
      if (i % 2 == 0) {
        assertThat(site.journal().runs(ids.get(i), "Charge")).isEqualTo(1);
      }
    }
  }

  private void assertHealed(List<String> ids) {
    assertThat(ids)
        .allSatisfy(id -> assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Ship_v1"));
    assertThat(parked.list(InstanceQuery.ALL).instances()).isEmpty();
    assertThat(site.hub().failedBuilds(ids)).isEmpty();
    assertThat(site.hub().counts()).allSatisfy(count -> assertThat(count.parked()).isZero());
  }

  @Test
  void B3_parked_instances_are_listed_by_name_version_and_condition_page_by_page() {
    List<String> diverged = inFlight(SOME);
    Worker others =
        site.deploy(
            Code.charging("Item_v1", "Item_v2")
                .andThen(Code.orchestrator("Lost_v1", (context, x) -> Code.call(context, "None"))));
    String one = start("Item_v1");
    String two = start("Item_v2");
    awaitStatus(one, Code.WAITING);
    awaitStatus(two, Code.WAITING);
    String lost = start("Lost_v1");
    awaitCondition(lost, InstanceCondition.UNRESOLVED);
    others.kill();
    site.deploy(build(ParkedContract::bad));
    parkAll(diverged);

    assertThat(allPages(InstanceQuery.ALL.withBaseName("Order")))
        .containsExactlyElementsOf(diverged);
    assertThat(allPages(InstanceQuery.ALL.withBaseName("Item").withVersion(2)))
        .containsExactly(two);
    assertThat(
            allPages(
                InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.WAITING_FOR_VERSION))))
        .contains(one, two)
        .doesNotContainAnyElementsOf(diverged);
    assertThat(allPages(InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.UNRESOLVED))))
        .containsExactly(lost);
    assertThat(allPages(InstanceQuery.ALL)).hasSize(SOME + 3);
  }

  @Test
  void B3_a_diverged_instance_is_explained_with_both_sides_the_builds_that_failed_and_what_to_do() {
    String id = inFlight(1).getFirst();
    Instant before = site.hub().now();
    site.deploy(builder -> build(ParkedContract::bad).accept(builder.buildId("release-7")));
    awaitCondition(id, InstanceCondition.DIVERGED);
    site.deploy(builder -> build(ParkedContract::bad).accept(builder.buildId("release-8")));
    Site.await("both have failed", () -> parked.explain(id).failedBuilds().size() == 2);

    ParkedInstance explained = parked.explain(id);
    assertThat(explained.failedBuilds()).containsExactly("release-7", "release-8");
    assertThat(explained.since().orElseThrow()).isBetween(before, site.hub().now());
    assertThat(explained.toText())
        .contains("Order_v1 " + id + " (running): DIVERGED since ")
        .contains("  event 1, recorded: TaskScheduled: activity 'Reserve_v1' as task 1")
        .contains("  event 1, now:      TaskScheduled: activity 'Check' as task 1")
        .contains("  builds that failed: release-7, release-8")
        .contains("  What to do: Deploy the code of Order_v1 as it was")
        .contains("Order_v2");
    assertThat(explained.toJson())
        .contains("\"condition\" : \"DIVERGED\"")
        .contains("\"recorded\" : \"TaskScheduled: activity 'Reserve_v1' as task 1\"")
        .contains("\"failedBuilds\" : [ \"release-7\", \"release-8\" ]");
  }

  @Test
  void B3_what_waits_for_a_function_or_a_worker_is_explained_with_what_to_do() {
    Worker worker =
        site.deploy(Code.orchestrator("Order_v1", (context, x) -> Code.call(context, "None")));
    String id = start("Order");
    awaitCondition(id, InstanceCondition.UNRESOLVED);
    assertThat(parked.explain(id).toText())
        .contains("UNRESOLVED since ")
        .contains("'None'")
        .contains("What to do: Start a worker that serves what is called");
    worker.close();
    Worker waiting = site.deploy(Code.charging("Item_v2"));
    String item = start("Item_v2");
    awaitStatus(item, Code.WAITING);
    waiting.close();
    awaitCondition(item, InstanceCondition.WAITING_FOR_VERSION);
    ParkedInstance explained = parked.explain(item);
    assertThat(explained.since()).isEmpty();
    assertThat(explained.failedBuilds()).isEmpty();
    assertThat(explained.toText())
        .contains("Item_v2 " + item + " (running): WAITING_FOR_VERSION")
        .contains("no live worker serves Item_v2")
        .contains("What to do: Start a worker that serves Item_v2");
  }

  @Test
  void B3_a_retry_lets_the_build_that_failed_try_again_and_leaves_a_note_in_history() {
    String id = inFlight(1).getFirst();
    AtomicBoolean broken = new AtomicBoolean(true);
    site.deploy(
        build((context, input) -> broken.get() ? bad(context, input) : good(context, input)));
    parkAll(List.of(id));

    Instant parkedAt = parked.explain(id).since().orElseThrow();
    parked.retry(id, "was it a hiccup?");
    Site.await(
        "it is parked again",
        () ->
            site.hub()
                .instance(id)
                .filter(row -> row.park().isPresent())
                .map(InstanceRow::lastUpdatedAt)
                .filter(parkedAt::isBefore)
                .isPresent());
    assertThat(parked.explain(id).failedBuilds()).hasSize(1);

    broken.set(false);
    parked.retry(id, "the machine is repaired");
    assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Ship_v1");
    assertThat(history(id, ExecutionResumed.class))
        .extracting(ExecutionResumed::reason)
        .containsExactly("was it a hiccup?", "the machine is repaired");
    assertThat(site.journal().runs(id, "Reserve")).isEqualTo(1);
  }

  @Test
  void B3_a_retry_is_noted_by_any_worker_and_then_the_build_that_failed_may_try_again() {
    String id = inFlight(1).getFirst();
    Worker wrong =
        site.deploy(builder -> build(ParkedContract::bad).accept(builder.buildId("release-7")));
    parkAll(List.of(id));
    wrong.close();
    parked.retry(id, "a look at it");
    Site.await("it is noted", () -> !history(id, ExecutionResumed.class).isEmpty());
    assertThat(parked.explain(id).failedBuilds()).isEmpty();
    assertThat(parked.explain(id).condition()).isEqualTo(InstanceCondition.DIVERGED);

    site.deploy(builder -> build(ParkedContract::good).accept(builder.buildId("release-7")));
    assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Ship_v1");
  }

  @Test
  void B3_many_are_retried_page_by_page_and_each_is_answered() {
    List<String> ids = inFlight(SOME);
    AtomicBoolean broken = new AtomicBoolean(true);
    site.deploy(
        build((context, input) -> broken.get() ? bad(context, input) : good(context, input)));
    parkAll(ids);
    broken.set(false);

    List<String> asked = new ArrayList<>();
    InstanceQuery query = InstanceQuery.ALL.withBaseName("Order").withPageSize(2);
    Optional<String> continuation = Optional.empty();
    do {
      RetryReport report =
          parked.retry(continuation.map(query::withContinuation).orElse(query), "repaired");
      assertThat(report.answers()).allMatch(answer -> answer.outcome() == Outcome.ASKED);
      assertThat(report.asked()).isLessThanOrEqualTo(2);
      report.answers().forEach(answer -> asked.add(answer.instanceId()));
      continuation = report.continuation();
    } while (continuation.isPresent());
    assertThat(asked).containsExactlyElementsOf(ids);
    assertHealed(ids);
  }

  @Test
  void B3_a_retry_of_what_is_not_parked_is_refused_and_changes_nothing() {
    String suspended = inFlight(1).getFirst();
    site.deploy(build(ParkedContract::bad).andThen(Code.charging("Item_v1")));
    parkAll(List.of(suspended));
    client.suspendInstance(suspended, "a look at it");
    Site.await(
        "it is suspended",
        () -> metadata(suspended).runtimeStatus() == OrchestrationRuntimeStatus.SUSPENDED);
    String running = start("Item_v1");
    awaitStatus(running, Code.WAITING);
    String ended = start("Item_v1");
    client.terminate(ended, "enough");
    ended(ended);
    Worker leaving = site.deploy(Code.charging("Item_v2"));
    String waiting = start("Item_v2");
    awaitStatus(waiting, Code.WAITING);
    leaving.close();
    List<HistoryEvent> history = history(running);

    assertRefused(suspended, "resume it");
    assertRefused(running, "it is RUNNING and not parked");
    assertRefused(ended, "it is TERMINATED and not parked");
    assertRefused(waiting, "waits for a worker that serves Item_v2");
    assertThatThrownBy(() -> parked.retry("unknown", "?"))
        .isInstanceOf(InstanceNotFoundException.class);
    assertThatThrownBy(() -> parked.explain(running))
        .isInstanceOf(NotParkedException.class)
        .hasMessageContaining("'" + running + "' is RUNNING and not parked");
    RetryReport report =
        parked.retry(List.of(suspended, running, ended, waiting, "unknown"), "all of them");
    assertThat(report.answers())
        .containsExactly(
            new Answer(suspended, Outcome.SUSPENDED),
            new Answer(running, Outcome.NOT_PARKED),
            new Answer(ended, Outcome.FINISHED),
            new Answer(waiting, Outcome.NOT_PARKED),
            new Answer("unknown", Outcome.NOT_FOUND));
    assertThat(report.toText())
        .contains(suspended + " is suspended; resume it")
        .contains("0 of 5 are tried again");
    assertThat(history(running)).isEqualTo(history);
    assertThatThrownBy(() -> parked.retry(Collections.nCopies(1_001, running), "too many"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1001");
  }

  private void assertRefused(String id, String why) {
    assertThatThrownBy(() -> parked.retry(id, "again"))
        .isInstanceOf(NotParkedException.class)
        .hasMessageContaining("'" + id + "' cannot be tried again")
        .hasMessageContaining(why);
  }
}
