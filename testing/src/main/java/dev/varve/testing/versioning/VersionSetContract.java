package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.InstanceCondition;
import dev.varve.OrchestrationContext;
import dev.varve.VarveBuilder;
import dev.varve.VersionSet;
import dev.varve.history.HistoryEvent;
import dev.varve.history.VersionResolution;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** V6: which versions an instance calls is settled at its start, complete, and written down. */
abstract class VersionSetContract extends VersioningContract {
  private static String callAll(OrchestrationContext context, String... activities) {
    Code.waitForGo(context);
    StringBuilder called = new StringBuilder(context.function().toString());
    for (String activity : activities) {
      called.append(' ').append(Code.call(context, activity));
    }
    return called.toString();
  }

  private static Consumer<VarveBuilder> calling(String name, String... activities) {
    return Code.orchestrator(name, (context, input) -> callAll(context, activities));
  }

  private String finished(String id) {
    client.raiseEvent(id, "Go");
    return output(id);
  }

  private VersionSet setOf(String id) {
    return site.hub().records().versionSet(started(id).versionSetId()).orElseThrow();
  }

  @Test
  void V6_the_set_is_complete_at_the_start_and_later_registrations_do_not_alter_it() {
    current("Order", 2);
    Consumer<VarveBuilder> before =
        calling("Order_v2", "Charge", "Ship")
            .andThen(Code.activities(site.journal(), "Charge_v2", "Ship_v1"));
    Worker first = site.deploy(before);
    String old = start("Order");
    awaitStatus(old, Code.WAITING);
    VersionSet pinned = setOf(old);
    assertThat(pinned.orchestrators()).isEqualTo(Map.of("Order", 2));
    assertThat(pinned.activities()).isEqualTo(Map.of("Charge", 2, "Ship", 1));
    first.kill();

    Worker second = site.deploy(before.andThen(Code.activities(site.journal(), "Ship_v2")));
    assertThat(finished(old)).isEqualTo("Order_v2 Charge_v2 Ship_v1");
    assertThat(scheduled(old)).containsExactly("Charge_v2", "Ship_v1");
    assertThat(setOf(old)).isEqualTo(pinned);
    String young = second.client().scheduleNewOrchestrationInstance("Order", "x");
    assertThat(finished(young)).isEqualTo("Order_v2 Charge_v2 Ship_v2");
  }

  @Test
  void V6_what_a_name_was_resolved_to_is_read_from_history_after_a_move() {
    current("Order", 1);
    current("Charge", 1);
    Consumer<VarveBuilder> code =
        Code.orchestrator(
                "Order_v1",
                (context, input) -> Code.call(context, "Charge") + " " + callAll(context, "Charge"))
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2"));
    Worker first = site.deploy(code);
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    List<HistoryEvent> before = history(id);
    current("Charge", 2);
    first.kill();

    site.deploy(code);
    assertThat(finished(id)).isEqualTo("Charge_v1 Order_v1 Charge_v1");
    assertThat(history(id)).startsWith(before.toArray(HistoryEvent[]::new));
    assertThat(site.journal().runs(id, "Charge")).isEqualTo(2);
  }

  @Test
  void V6_configured_bases_take_their_entry_and_all_others_the_highest_version_not_above() {
    current("Order", 3);
    current("Ship", 1);
    Consumer<VarveBuilder> orders =
        calling("Order_v1", "Charge", "Ship").andThen(calling("Order_v3", "Charge", "Ship"));
    site.deploy(
        orders.andThen(
            Code.activities(
                site.journal(),
                "Charge_v1",
                "Charge_v2",
                "Charge_v4",
                "Ship_v1",
                "Ship_v3",
                "Refund_v5")));
    String configured = start("Order");
    String relative = start("Order_v1");
    assertThat(setOf(configured).activities()).isEqualTo(Map.of("Charge", 2, "Ship", 1));
    assertThat(started(configured).resolution()).isEqualTo(VersionResolution.CONFIGURED);
    assertThat(started(relative).resolution()).isEqualTo(VersionResolution.RELATIVE);
    current("Order", 1);
    String noLongerCurrent = start("Order_v3");

    assertThat(finished(configured)).isEqualTo("Order_v3 Charge_v2 Ship_v1");
    assertThat(finished(relative)).isEqualTo("Order_v1 Charge_v1 Ship_v1");
    assertThat(finished(noLongerCurrent)).isEqualTo("Order_v3 Charge_v2 Ship_v3");
  }

  @Test
  void V6_a_full_name_is_exactly_that_whatever_the_set_says() {
    current("Order", 1);
    site.deploy(
        calling("Order_v1", "Charge_v2", "Charge", "Charge_v3")
            .andThen(Code.activities(site.journal(), "Charge_v1", "Charge_v2", "Charge_v3")));
    assertThat(finished(start("Order"))).isEqualTo("Order_v1 Charge_v2 Charge_v1 Charge_v3");
  }

  @Test
  void V6_a_base_that_had_no_fitting_version_parks_the_instance_until_code_says_which() {
    current("Order", 1);
    Consumer<VarveBuilder> refund = Code.activities(site.journal(), "Refund_v5");
    Worker vague = site.deploy(calling("Order_v1", "Refund").andThen(refund));
    String id = start("Order");
    awaitStatus(id, Code.WAITING);
    List<HistoryEvent> before = history(id);
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.UNRESOLVED);
    assertThat(metadata(id).conditionExplanation().orElseThrow())
        .contains("'Refund'")
        .contains("Refund_v5");
    assertThat(history(id)).isEqualTo(before);

    vague.close();
    site.deploy(calling("Order_v1", "Refund_v5").andThen(refund));
    assertThat(output(id)).isEqualTo("Order_v1 Refund_v5");
  }

  @Test
  void V6_a_full_name_known_nowhere_parks_the_instance_until_a_worker_brings_it() {
    current("Order", 1);
    site.deploy(calling("Order_v1", "Charge_v7"));
    String id = start("Order");
    client.raiseEvent(id, "Go");
    awaitCondition(id, InstanceCondition.UNRESOLVED);
    assertThat(metadata(id).isFinished()).isFalse();
    site.deploy(Code.activities(site.journal(), "Charge_v7"));
    assertThat(output(id)).isEqualTo("Order_v1 Charge_v7");
  }
}
