package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.Payload;
import dev.varve.StartOptions;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryEvent;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.Message;
import dev.varve.storage.SendOutcome;
import dev.varve.versioning.export.HubExport;
import dev.varve.versioning.rehearsal.Finding;
import dev.varve.versioning.rehearsal.Rehearsal;
import dev.varve.versioning.rehearsal.RehearsalReport;
import dev.varve.versioning.rehearsal.Verdict;
import dev.varve.versioning.rehearsal.Verdict.CannotTell;
import dev.varve.versioning.rehearsal.Verdict.Diverges;
import dev.varve.versioning.rehearsal.Verdict.NotServed;
import dev.varve.versioning.rehearsal.Verdict.Unreadable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** B1: what a build would do to the instances in flight is known before it is deployed. */
abstract class RehearsalContract extends VersioningContract {
  private static final String ORDER = "Order_v1";

  @TempDir Path directory;

  private Consumer<VarveBuilder> build(Orchestrator<String, String> order) {
    return Code.orchestrator(ORDER, order)
        .andThen(Code.answering("Child_v1"))
        .andThen(
            Code.activities(
                site.journal(), "Reserve_v1", "Book_v1", "Charge_v1", "Check_v1", "Ship_v1"));
  }

  private static VarveBuilder builder(Consumer<VarveBuilder> code) {
    VarveBuilder builder = Varve.builder();
    code.accept(builder);
    return builder;
  }

  private Rehearsal rehearsal(Orchestrator<String, String> order) {
    return Rehearsal.of(builder(build(order)));
  }

  /** An instance that waits for an event, and its worker gone. */
  private String waiting() {
    current("Order", 1);
    Worker before = site.deploy(build(OrderCode::original));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    before.close();
    return id;
  }

  private Verdict verdict(Orchestrator<String, String> order) {
    waiting();
    RehearsalReport report = rehearsal(order).on(site.hub());
    if (report.findings().isEmpty()) {
      assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_FITS);
      return new Verdict.Fits();
    }
    assertThat(report.findings()).hasSize(1);
    return report.findings().getFirst().verdict();
  }

  private void wouldBreak(
      Orchestrator<String, String> edit, int event, String recorded, String now) {
    assertThat(verdict(edit))
        .isInstanceOfSatisfying(
            Diverges.class,
            diverges -> {
              assertThat(diverges.event()).isEqualTo(event);
              assertThat(diverges.recorded()).contains(recorded);
              assertThat(diverges.now()).contains(now);
              assertThat(diverges.explanation()).contains("Order_v2");
            });
  }

  private void fits(Orchestrator<String, String> edit) {
    assertThat(verdict(edit)).isEqualTo(new Verdict.Fits());
  }

  @Test
  void B1_the_code_as_it_was_fits() {
    fits(OrderCode::original);
  }

  @Test
  void B1_another_wording_of_the_same_steps_fits() {
    fits((context, input) -> {
      List<String> done = new ArrayList<>(List.of(Code.call(context, "Reserve")));
      context.createTimer(OrderCode.SHORTLY).await();
      done.add(Code.call(context, "Charge"));
      done.add(context.callSubOrchestrator("Child", "x", String.class).await());
      Code.waitForGo(context);
      done.add(Code.call(context, "Ship"));
      return String.join(" ", done);
    });
  }

  @Test
  void B1_another_step_behind_where_all_instances_wait_fits() {
    fits(
        (context, input) -> OrderCode.original(context, input) + " " + Code.call(context, "Check"));
  }

  @Test
  void B1_another_custom_status_and_a_log_line_fit() {
    fits((context, input) -> {
      context.setCustomStatus("begun");
      context.replaySafe(LoggerFactory.getLogger("order")).debug("begun");
      return OrderCode.original(context, input);
    });
  }

  @Test
  void B1_another_output_fits() {
    fits((context, input) -> OrderCode.original(context, input).length() + " characters");
  }

  @Test
  void B1_a_changed_order_would_break() {
    wouldBreak(OrderCode::changedOrder, 1, "activity 'Reserve_v1'", "activity 'Charge'");
  }

  @Test
  void B1_a_changed_name_would_break() {
    wouldBreak(OrderCode::changedName, 1, "activity 'Reserve_v1'", "activity 'Book'");
  }

  @Test
  void B1_a_removed_step_would_break() {
    wouldBreak(OrderCode::removedStep, 3, "TimerCreated", "activity 'Charge'");
  }

  @Test
  void B1_an_added_step_would_break() {
    wouldBreak(OrderCode::addedStep, 5, "activity 'Charge_v1'", "activity 'Check'");
  }

  @Test
  void B1_a_changed_timer_would_break() {
    wouldBreak(OrderCode::changedTimer, 3, "TimerCreated", "TimerCreated");
  }

  @Test
  void B1_a_build_without_the_version_would_leave_instances_waiting() {
    String id = waiting();
    RehearsalReport report =
        Rehearsal.of(builder(Code.answering("Order_v2", "Child_v1"))).on(site.hub());
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_WOULD_BREAK);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.instanceId()).isEqualTo(id);
          assertThat(finding.verdict())
              .isInstanceOfSatisfying(
                  NotServed.class, missing -> assertThat(missing.function()).hasToString(ORDER));
        });
  }

  @Test
  void B1_instances_that_others_go_on_serving_are_passed_over() {
    waiting();
    RehearsalReport report =
        Rehearsal.of(builder(Code.answering("Order_v2")))
            .servedElsewhere(Set.of(FunctionName.parse(ORDER)))
            .on(site.hub());
    assertThat(report.total()).isZero();
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_FITS);
  }

  @Test
  void B1_an_activity_that_waits_and_is_no_longer_registered_would_break() {
    current("Order", 1);
    CountDownLatch never = new CountDownLatch(1);
    Worker before =
        site.deploy(
            Code.orchestrator(ORDER, OrderCode::original)
                .andThen(builder ->
                    builder.activity(
                        "Reserve_v1",
                        String.class,
                        (context, input) -> {
                          never.await();
                          return input;
                        })));
    String id = start("Order");
    Site.await("the activity is scheduled", () -> !scheduled(id).isEmpty());
    before.kill();
    RehearsalReport report =
        Rehearsal.of(builder(Code.orchestrator(ORDER, OrderCode::original))).on(site.hub());
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::verdict)
        .isInstanceOfSatisfying(
            NotServed.class, missing -> assertThat(missing.function()).hasToString("Reserve_v1"));

    RehearsalReport typed =
        Rehearsal.of(
                builder(
                    Code.orchestrator(ORDER, OrderCode::original)
                        .andThen(builder ->
                            builder.activity(
                                "Reserve_v1", Integer.class, (context, input) -> "x"))))
            .on(site.hub());
    assertThat(typed.findings())
        .singleElement()
        .extracting(Finding::verdict)
        .isInstanceOfSatisfying(
            Unreadable.class,
            unreadable -> assertThat(unreadable.what()).isEqualTo("the input of Reserve_v1"));
  }

  private static Orchestrator<String, String> waitingFor(Class<?> type) {
    return (context, input) -> {
      context.setCustomStatus(Code.WAITING);
      return String.valueOf(context.waitForExternalEvent("Amount", type).await());
    };
  }

  /** An instance whose event lies in its inbox unread, since its worker is gone. */
  private String withAnEventUnread() {
    current("Order", 1);
    Worker before = site.deploy(build(waitingFor(String.class)));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    before.close();
    client.raiseEvent(id, "amount", "ten");
    return id;
  }

  private static void isUnreadable(RehearsalReport report, String what) {
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_WOULD_BREAK);
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::verdict)
        .isInstanceOfSatisfying(
            Unreadable.class, unreadable -> assertThat(unreadable.what()).isEqualTo(what));
  }

  @Test
  void B1_an_event_that_waits_in_the_inbox_is_read_with_the_new_type() {
    String id = withAnEventUnread();
    assertThat(rehearsal(waitingFor(String.class)).on(site.hub()).exitCode()).isZero();
    isUnreadable(rehearsal(waitingFor(Integer.class)).on(site.hub()), "the event 'amount'");
    site.deploy(build(waitingFor(String.class)));
    assertThat(output(id)).isEqualTo("ten");
  }

  @Test
  void B1_an_export_has_what_waits_in_the_inbox_and_without_values_it_cannot_be_told() {
    withAnEventUnread();
    Path file = directory.resolve("orders.jsonl");
    HubExport.of(site.hub()).writeTo(file);
    assertThat(rehearsal(waitingFor(String.class)).on(file).exitCode()).isZero();
    isUnreadable(rehearsal(waitingFor(Integer.class)).on(file), "the event 'amount'");
    HubExport.of(site.hub()).redacted().writeTo(file);
    RehearsalReport report = rehearsal(waitingFor(String.class)).on(file);
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_CANNOT_TELL);
    assertThat(report.toText()).contains("the event 'amount' waits to be read");
  }

  @Test
  void B1_a_result_that_waits_in_the_inbox_is_read_with_the_new_type_and_needs_no_activity() {
    current("Order", 1);
    CountDownLatch never = new CountDownLatch(1);
    Worker before =
        site.deploy(
            Code.orchestrator(ORDER, OrderCode::original)
                .andThen(builder ->
                    builder.activity(
                        "Reserve_v1",
                        String.class,
                        (context, input) -> {
                          never.await();
                          return input;
                        })));
    String id = start("Order");
    Site.await("the activity is scheduled", () -> !scheduled(id).isEmpty());
    before.kill();
    String execution = site.hub().instance(id).orElseThrow().executionId();
    Message answer =
        new Message(id, Optional.of(execution), new TaskCompleted(1, new Payload("\"done\"")));
    assertThat(site.hub().send(List.of(answer)).toCompletableFuture().join())
        .containsExactly(SendOutcome.ACCEPTED);

    Rehearsal same = Rehearsal.of(builder(Code.orchestrator(ORDER, OrderCode::original)));
    assertThat(same.on(site.hub()).exitCode()).isZero();
    Rehearsal typed =
        Rehearsal.of(
            builder(
                Code.orchestrator(
                    ORDER,
                    (context, input) ->
                        "" + context.callActivity("Reserve", "x", Integer.class).await())));
    isUnreadable(typed.on(site.hub()), "the result of Reserve_v1");
  }

  @Test
  void B1_a_start_for_later_whose_input_no_longer_fits_would_break() {
    current("Order", 1);
    Worker before = site.deploy(build(OrderCode::original));
    client.scheduleNewOrchestrationInstance(
        "Order", "x", StartOptions.DEFAULT.withStartTime(Instant.now().plusSeconds(86_400)));
    before.close();
    assertThat(rehearsal(OrderCode::original).on(site.hub()).exitCode()).isZero();
    RehearsalReport report =
        Rehearsal.of(
                builder(builder ->
                    builder.orchestrator(
                        ORDER, Integer.class, (context, input) -> String.valueOf(input))))
            .on(site.hub());
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.status()).isEqualTo(OrchestrationRuntimeStatus.PENDING);
          assertThat(finding.verdict())
              .isInstanceOfSatisfying(
                  Unreadable.class,
                  unreadable -> assertThat(unreadable.what()).contains("the input of Order_v1"));
        });
  }

  @Test
  void B1_code_that_blocks_cannot_be_told_and_does_not_stop_the_rehearsal() {
    waiting();
    CountDownLatch never = new CountDownLatch(1);
    RehearsalReport report =
        rehearsal(
                (context, input) -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return "";
                })
            .timeLimit(Duration.ofMillis(200))
            .on(site.hub());
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_CANNOT_TELL);
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::verdict)
        .isInstanceOfSatisfying(
            CannotTell.class,
            verdict ->
                assertThat(verdict.explanation()).contains("did not end within", "CountDownLatch"));
  }

  @Test
  void B1_nothing_is_written_and_no_worker_appears() {
    String id = waiting();
    InstanceRow row = site.hub().instance(id).orElseThrow();
    List<HistoryEvent> history = history(id);
    int sessions = site.hub().sessions().size();
    rehearsal(OrderCode::changedName).on(site.hub());
    assertThat(site.hub().instance(id)).contains(row);
    assertThat(history(id)).isEqualTo(history);
    assertThat(site.hub().sessions()).hasSize(sessions);
    site.deploy(build(OrderCode::original));
    client.raiseEvent(id, "Go");
    assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Child_v1 Ship_v1");
  }

  @Test
  void B1_an_export_gives_the_verdicts_of_the_store_it_was_made_of() {
    String id = waiting();
    Path file = directory.resolve("orders.jsonl.gz");
    assertThat(HubExport.of(site.hub()).writeTo(file)).isEqualTo(1);
    assertThat(rehearsal(OrderCode::original).on(file).exitCode()).isZero();
    List<Finding> seen = new ArrayList<>();
    RehearsalReport report = rehearsal(OrderCode::changedName).onEach(seen::add).on(file);
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_WOULD_BREAK);
    assertThat(seen)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.instanceId()).isEqualTo(id);
          assertThat(finding.verdict()).isInstanceOf(Diverges.class);
        });
  }

  @Test
  void B1_an_export_without_values_can_be_rehearsed_as_far_as_values_do_not_matter() {
    waiting();
    Path file = directory.resolve("orders.jsonl");
    HubExport.of(site.hub()).redacted().writeTo(file);
    assertThat(rehearsal(OrderCode::original).on(file).exitCode()).isZero();
    RehearsalReport report = rehearsal(OrderCode::changedName).on(file);
    assertThat(report.exitCode()).isEqualTo(RehearsalReport.EXIT_CANNOT_TELL);
  }

  @Test
  void B1_a_sample_takes_so_many_of_each_version() {
    current("Order", 1);
    Worker before = site.deploy(build(OrderCode::original));
    List<String> ids = List.of(start("Order"), start("Order"), start("Order"));
    ids.forEach(id -> awaitStatus(id, Code.WAITING));
    before.close();
    RehearsalReport report = rehearsal(OrderCode::changedName).atMostOfEach(2).on(site.hub());
    assertThat(report.wouldBreak()).isEqualTo(2);
    assertThat(report.sample()).hasValue(2);
    assertThat(report.toText()).contains("A sample");
  }
}
