package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.InstanceAlreadyExistsException;
import dev.varve.InstanceNotFoundException;
import dev.varve.OrchestrationMetadata;
import dev.varve.StartOptions;
import dev.varve.SubOrchestrationOptions;
import dev.varve.UnknownFunctionException;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances that are started once more. */
abstract class RestartContract extends EngineCase {
  private VarveBuilder orders() {
    return engine()
        .orchestrator(
            "Order_v1",
            String.class,
            (ctx, in) ->
                in.equals("wait")
                    ? ctx.waitForExternalEvent("Go", String.class).await()
                    : in + " " + ctx.parentInstanceId().orElse("alone"))
        .orchestrator(
            "Parent_v1",
            Void.class,
            (ctx, in) ->
                ctx.callSubOrchestrator(
                        "Order",
                        "child of",
                        String.class,
                        SubOrchestrationOptions.DEFAULT.withInstanceId("c-1"))
                    .await());
  }

  @Test
  void an_instance_starts_once_more_under_a_new_id_with_its_input_and_tags() {
    Varve varve = run(orders());
    varve
        .client()
        .scheduleNewOrchestrationInstance(
            "Order", "x", StartOptions.withId("o-1").withTags(Map.of("area", "north")));
    OrchestrationMetadata before = end(varve, "o-1");
    String again = varve.client().restartInstance("o-1");
    assertThat(again).isNotEqualTo("o-1");
    assertThat(output(varve, again)).isEqualTo("x alone");
    OrchestrationMetadata now = look(varve.client(), again);
    assertThat(now.tags()).isEqualTo(Map.of("area", "north"));
    assertThat(now.executionId()).isNotEqualTo(before.executionId());
    assertThat(look(varve.client(), "o-1").executionId()).isEqualTo(before.executionId());
  }

  @Test
  void an_instance_that_ended_starts_once_more_under_its_own_id_and_one_that_runs_does_not() {
    Varve varve = run(orders());
    start(varve, "Order", "o-1", "x");
    OrchestrationMetadata before = end(varve, "o-1");
    assertThat(varve.client().restartInstance("o-1", false)).isEqualTo("o-1");
    assertThat(output(varve, "o-1")).isEqualTo("x alone");
    assertThat(look(varve.client(), "o-1").executionId()).isNotEqualTo(before.executionId());
    start(varve, "Order", "o-2", "wait");
    assertThatThrownBy(() -> varve.client().restartInstance("o-2", false))
        .isInstanceOf(InstanceAlreadyExistsException.class)
        .hasMessageContaining("o-2");
    String beside = varve.client().restartInstance("o-2", true);
    varve.client().raiseEvent(beside, "Go", "beside");
    assertThat(output(varve, beside)).isEqualTo("beside");
    varve.client().raiseEvent("o-2", "Go", "first");
    assertThat(output(varve, "o-2")).isEqualTo("first");
  }

  @Test
  void a_child_that_is_restarted_has_no_parent() {
    Varve varve = run(orders());
    start(varve, "Parent", "p-1");
    assertThat(output(varve, "p-1")).isEqualTo("child of p-1");
    String again = varve.client().restartInstance("c-1");
    assertThat(output(varve, again)).isEqualTo("child of alone");
    assertThat(look(varve.client(), again).parentInstanceId()).isEmpty();
  }

  @Test
  void what_is_not_there_or_nobody_can_run_is_refused_and_nothing_is_written() {
    Varve varve = run(orders());
    start(varve, "Order", "o-1", "x");
    end(varve, "o-1");
    assertThatThrownBy(() -> varve.client().restartInstance("nobody"))
        .isInstanceOf(InstanceNotFoundException.class)
        .hasMessageContaining("nobody");
    stop(varve);
    Varve other = run(engine());
    assertThatThrownBy(() -> other.client().restartInstance("o-1", false))
        .isInstanceOf(UnknownFunctionException.class)
        .hasMessageContaining("Order_v1");
    assertThat(output(other, "o-1")).isEqualTo("x alone");
  }
}
