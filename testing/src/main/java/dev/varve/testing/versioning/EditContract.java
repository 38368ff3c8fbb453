package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Orchestrator;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryEvent;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * V11: code that was edited in place under a running instance parks it, says where the two differ,
 * and the code as it was lets it go on where it stopped.
 */
abstract class EditContract extends VersioningContract {

  private Consumer<VarveBuilder> build(Orchestrator<String, String> order) {
    return Code.orchestrator("Order_v1", order)
        .andThen(Code.answering("Child_v1", "Child_v2"))
        .andThen(
            Code.activities(
                site.journal(),
                "Reserve_v1",
                "Reserve_v2",
                "Book_v1",
                "Charge_v1",
                "Check_v1",
                "Ship_v1"));
  }

  /** Parks an instance by an edit, checks what it says, restores the code, and checks the end. */
  private void edited(
      Orchestrator<String, String> edit, int event, String recorded, String actual) {
    current("Order", 1);
    Worker before = site.deploy(build(OrderCode::original));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    before.kill();
    List<HistoryEvent> history = history(id);

    Worker wrong = site.deploy(build(edit));
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.DIVERGED);
    assertThat(metadata(id).runtimeStatus()).isEqualTo(OrchestrationRuntimeStatus.RUNNING);
    assertThat(metadata(id).conditionExplanation().orElseThrow().lines())
        .anyMatch(line -> says(line, "event " + event + ", recorded:", recorded))
        .anyMatch(line -> says(line, "event " + event + ", now:", actual));
    assertThat(history(id)).isEqualTo(history);
    wrong.close();

    site.deploy(build(OrderCode::original));
    assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Child_v1 Ship_v1");
    assertThat(site.journal().of(id))
        .extracting(Journal.Entry::base)
        .containsExactly("Reserve", "Charge", "Ship");
  }

  private static boolean says(String line, String where, String what) {
    return line.contains(where) && line.contains(what);
  }

  @Test
  void V11_a_changed_order_parks_and_the_code_as_it_was_goes_on() {
    edited(OrderCode::changedOrder, 1, "activity 'Reserve_v1'", "activity 'Charge'");
  }

  @Test
  void V11_a_changed_kind_parks_and_the_code_as_it_was_goes_on() {
    edited(
        (context, input) -> context.callSubOrchestrator("Child", "x", String.class).await(),
        1,
        "activity 'Reserve_v1'",
        "child 'Child'");
  }

  @Test
  void V11_a_changed_name_parks_and_the_code_as_it_was_goes_on() {
    edited(OrderCode::changedName, 1, "activity 'Reserve_v1'", "activity 'Book'");
  }

  @Test
  void V11_a_changed_version_parks_and_the_code_as_it_was_goes_on() {
    edited(
        (context, input) -> Code.call(context, "Reserve_v2"),
        1,
        "activity 'Reserve_v1'",
        "activity 'Reserve_v2'");
  }

  @Test
  void V11_a_changed_version_of_a_child_parks_and_the_code_as_it_was_goes_on() {
    edited(
        (context, input) -> {
          Code.call(context, "Reserve");
          context.createTimer(OrderCode.SHORTLY).await();
          Code.call(context, "Charge");
          return context.callSubOrchestrator("Child_v2", "x", String.class).await();
        },
        7,
        "child 'Child_v1'",
        "child 'Child_v2'");
  }

  @Test
  void V11_a_removed_step_parks_and_the_code_as_it_was_goes_on() {
    edited(OrderCode::removedStep, 3, "TimerCreated", "activity 'Charge'");
  }

  @Test
  void V11_an_added_step_parks_and_the_code_as_it_was_goes_on() {
    edited(OrderCode::addedStep, 5, "activity 'Charge_v1'", "activity 'Check'");
  }

  @Test
  void V11_a_changed_timer_parks_and_the_code_as_it_was_goes_on() {
    edited(OrderCode::changedTimer, 3, "TimerCreated", "TimerCreated");
  }

  @Test
  void V11_an_extra_step_behind_the_recorded_end_parks_and_the_code_as_it_was_goes_on() {
    edited(
        (context, input) -> {
          Code.call(context, "Reserve");
          context.createTimer(OrderCode.SHORTLY).await();
          Code.call(context, "Charge");
          context.callSubOrchestrator("Child", "x", String.class).await();
          Code.call(context, "Check");
          return OrderCode.original(context, input);
        },
        9,
        "nothing",
        "activity 'Check'");
  }

  @Test
  void V11_an_earlier_end_parks_and_the_code_as_it_was_goes_on() {
    edited(
        (context, input) -> Code.call(context, "Reserve") + " is all", 3, "TimerCreated", "ends");
  }

  @Test
  void V11_a_parked_instance_is_not_tried_again_by_a_build_that_failed_on_it() {
    current("Order", 1);
    Worker before = site.deploy(build(OrderCode::original));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    before.kill();
    site.deploy(build(OrderCode::changedName));
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.DIVERGED);
    client.raiseEvent(id, "Go");
    String other = start("Order");
    assertThat(output(other)).isEqualTo("Book_v1");
    assertThat(metadata(id).condition()).contains(InstanceCondition.DIVERGED);

    site.deploy(build(OrderCode::original));
    assertThat(output(id)).isEqualTo("Reserve_v1 Charge_v1 Child_v1 Ship_v1");
  }
}
