package dev.varve.testing.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.Task;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.history.HistoryTurn;
import dev.varve.history.InputEvent.TaskQueued;
import dev.varve.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayAssertTest {
  private static final int PARTS = 3;

  @Test
  void unchanged_code_fits_what_it_recorded() {
    ReplayAssert.assertThatCode(order("Charge")).fits(recorded());
  }

  @Test
  void every_prefix_of_a_history_leads_to_the_recorded_decisions() {
    List<HistoryTurn> history = recorded();
    assertThat(history).hasSizeGreaterThan(4);
    ReplayAssert.assertThatCode(order("Charge")).everyPrefixDecidesAlike(history);
  }

  @Test
  void a_note_that_an_activity_went_to_the_queue_is_passed_over() {
    List<HistoryTurn> history = new ArrayList<>(recorded());
    HistoryTurn first = history.getFirst();
    history.add(
        1, new HistoryTurn(2, first.time(), 99, false, List.of(new TaskQueued(1)), List.of()));
    ReplayAssert.assertThatCode(order("Charge")).fits(history).everyPrefixDecidesAlike(history);
    assertThat(ReplayAssert.assertThatCode(order("Refund")).diverges(history))
        .contains("Charge_v1");
  }

  @Test
  void code_that_calls_something_else_diverges_and_the_message_shows_both() {
    List<HistoryTurn> history = recorded();
    ReplayAssert edited = ReplayAssert.assertThatCode(order("Refund"));
    assertThat(edited.diverges(history)).contains("Charge_v1").contains("Refund");
    assertThatThrownBy(() -> edited.fits(history))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no longer fits");
    assertThatThrownBy(() -> edited.everyPrefixDecidesAlike(history))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void code_that_fits_cannot_be_shown_to_diverge() {
    assertThatThrownBy(() -> ReplayAssert.assertThatCode(order("Charge")).diverges(recorded()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the code fits");
  }

  @Test
  void a_history_of_code_that_is_not_registered_is_refused() {
    assertThatThrownBy(() -> ReplayAssert.assertThatCode(Varve.builder()).fits(recorded()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Order_v1, which is not registered");
  }

  private static List<HistoryTurn> recorded() {
    try (TestEngine engine = TestEngine.start(order("Charge"))) {
      String id = engine.client().scheduleNewOrchestrationInstance("Order", "o-1");
      engine.advance(Duration.ofHours(1));
      engine.client().raiseEvent(id, "Packed", "box");
      engine.client().waitForInstanceCompletion(id, Duration.ofDays(40));
      return engine.history(id);
    }
  }

  private static VarveBuilder order(String activity) {
    return Varve.builder()
        .orchestrator(
            "Order_v1",
            String.class,
            (context, input) -> {
              String receipt = context.callActivity(activity, input, String.class).await();
              String box = context.waitForExternalEvent("Packed", String.class).await();
              context.createTimer(Duration.ofDays(1)).await();
              List<Task<String>> parts = new ArrayList<>();
              for (int i = 0; i < PARTS; i++) {
                parts.add(context.callActivity("Ship", box + i, String.class));
              }
              String child = context.callSubOrchestrator("Bill", receipt, String.class).await();
              return child + context.allOf(parts).await();
            })
        .orchestrator("Bill_v1", String.class, (context, input) -> "billed " + input)
        .activity("Charge_v1", String.class, input -> "receipt of " + input)
        .activity("Refund_v1", String.class, input -> "refund of " + input)
        .activity("Ship_v1", String.class, input -> "shipped " + input);
  }
}
