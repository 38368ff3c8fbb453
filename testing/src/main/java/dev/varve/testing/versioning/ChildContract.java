package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationContext;
import dev.varve.SubOrchestrationOptions;
import dev.varve.VarveBuilder;
import dev.varve.VersionChoice;
import dev.varve.history.DecisionEvent.SubOrchestrationInstanceCreated;
import dev.varve.history.VersionResolution;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** V7 and V8: the versions of child orchestrations and of executions that go on as new. */
abstract class ChildContract extends VersioningContract {
  private static String child(OrchestrationContext context, String name, VersionChoice choice) {
    SubOrchestrationOptions options = SubOrchestrationOptions.DEFAULT.withVersion(choice);
    return context.callSubOrchestrator(name, "x", String.class, options).await();
  }

  /** A parent that waits, then calls a child; children charge. */
  private Consumer<VarveBuilder> family(String childName, VersionChoice choice) {
    return code -> {
      for (int version = 1; version <= 3; version++) {
        Code.orchestrator(
                "Order_v" + version,
                (context, input) -> {
                  Code.waitForGo(context);
                  return context.function() + " " + child(context, childName, choice);
                })
            .accept(code);
        Code.orchestrator(
                "Child_v" + version,
                (context, input) -> context.function() + " " + Code.call(context, "Charge"))
            .accept(code);
        Code.activities(site.journal(), "Charge_v" + version).accept(code);
      }
    };
  }

  private void everythingIsCurrentAt(int version) {
    List.of("Order", "Child", "Charge").forEach(base -> current(base, version));
  }

  /** Starts on version 1, moves everything to version 2, restarts, and lets it go on. */
  private String startedOnOneAndMoved(Consumer<VarveBuilder> code) {
    everythingIsCurrentAt(1);
    Worker first = site.deploy(code);
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    everythingIsCurrentAt(2);
    first.kill();
    site.deploy(code);
    client.raiseEvent(id, "Go");
    return id;
  }

  private SubOrchestrationInstanceCreated created(String id) {
    return history(id, SubOrchestrationInstanceCreated.class).getFirst();
  }

  @Test
  void V7_a_child_inherits_the_version_set_of_its_parent() {
    String id = startedOnOneAndMoved(family("Child", VersionChoice.inherit()));
    assertThat(output(id)).isEqualTo("Order_v1 Child_v1 Charge_v1");
    assertThat(created(id).resolution()).isEqualTo(VersionResolution.INHERITED);
    assertThat(created(id).versionSetId()).isEqualTo(started(id).versionSetId());
  }

  @Test
  void V7_a_child_at_the_current_version_gets_what_a_start_would_get_now() {
    String id = startedOnOneAndMoved(family("Child", VersionChoice.current()));
    assertThat(output(id)).isEqualTo("Order_v1 Child_v2 Charge_v2");
    assertThat(created(id).resolution()).isEqualTo(VersionResolution.CONFIGURED);
  }

  @Test
  void V7_a_child_at_exactly_a_version_gets_that_with_a_set_relative_to_it() {
    String id = startedOnOneAndMoved(family("Child", VersionChoice.exactly(3)));
    assertThat(output(id)).isEqualTo("Order_v1 Child_v3 Charge_v3");
    assertThat(created(id).resolution()).isEqualTo(VersionResolution.RELATIVE);
  }

  @Test
  void V7_a_child_by_full_name_is_exactly_that() {
    String id = startedOnOneAndMoved(family("Child_v2", VersionChoice.inherit()));
    assertThat(output(id)).isEqualTo("Order_v1 Child_v2 Charge_v2");
  }

  /** Goes on as new until it was told to stop, and tells what it was each time. */
  private Consumer<VarveBuilder> eternal(VersionChoice choice) {
    return code -> {
      for (int version = 1; version <= 3; version++) {
        Code.orchestrator("Order_v" + version, (context, input) -> round(context, input, choice))
            .accept(code);
        Code.activities(site.journal(), "Charge_v" + version).accept(code);
      }
    };
  }

  private static String round(OrchestrationContext context, String input, VersionChoice choice) {
    String told = input + " " + context.function().version() + Code.call(context, "Charge");
    context.setCustomStatus(told);
    if (context.waitForExternalEvent("Go", String.class).await().equals("stop")) {
      return told;
    }
    context.continueAsNew(told, choice, true);
    return "ignored";
  }

  private String movedBetweenRounds(VersionChoice choice, int from, int to) {
    everythingIsCurrentAt(from);
    Worker first = site.deploy(eternal(choice));
    String id = start("Order");
    awaitStatus(id, "x " + from + "Charge_v" + from);
    everythingIsCurrentAt(to);
    first.kill();
    site.deploy(eternal(choice));
    client.raiseEvent(id, "Go", "again");
    client.raiseEvent(id, "Go", "stop");
    return output(id);
  }

  @Test
  void V8_continue_as_new_stays_on_its_version_and_set() {
    assertThat(movedBetweenRounds(VersionChoice.inherit(), 1, 2))
        .isEqualTo("x 1Charge_v1 1Charge_v1");
  }

  @Test
  void V8_continue_as_new_to_the_current_version_moves_at_that_boundary() {
    assertThat(movedBetweenRounds(VersionChoice.current(), 1, 2))
        .isEqualTo("x 1Charge_v1 2Charge_v2");
  }

  @Test
  void V8_continue_as_new_to_the_current_version_never_goes_to_a_lower_one() {
    assertThat(movedBetweenRounds(VersionChoice.current(), 2, 1))
        .isEqualTo("x 2Charge_v2 2Charge_v2");
  }

  @Test
  void V8_continue_as_new_to_exactly_a_version_gets_that() {
    assertThat(movedBetweenRounds(VersionChoice.exactly(3), 1, 2))
        .isEqualTo("x 1Charge_v1 3Charge_v3");
  }
}
