package dev.varve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.ExistingInstancePolicy.Action;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExistingInstancePolicyTest {
  @ParameterizedTest
  @EnumSource
  void the_ready_made_policies_have_an_action_for_every_status(OrchestrationRuntimeStatus status) {
    assertThat(ExistingInstancePolicy.refuse().actionFor(status)).isEqualTo(Action.REFUSE);
    assertThat(ExistingInstancePolicy.keep().actionFor(status)).isEqualTo(Action.KEEP);
    assertThat(ExistingInstancePolicy.replaceFinished().actionFor(status))
        .isEqualTo(status.isFinished() ? Action.REPLACE : Action.REFUSE);
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "RUNNING", "SUSPENDED"})
  void an_active_instance_cannot_be_replaced(OrchestrationRuntimeStatus status) {
    assertThatThrownBy(() -> ExistingInstancePolicy.refuse().with(status, Action.REPLACE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(status.name());
  }

  @Test
  void a_policy_without_an_action_for_some_status_is_refused() {
    assertThatThrownBy(() ->
            new ExistingInstancePolicy(Map.of(OrchestrationRuntimeStatus.RUNNING, Action.KEEP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no action for status PENDING");
  }

  @Test
  void one_action_can_be_changed_and_the_original_stays() {
    ExistingInstancePolicy changed =
        ExistingInstancePolicy.refuse().with(OrchestrationRuntimeStatus.FAILED, Action.REPLACE);

    assertThat(changed.actionFor(OrchestrationRuntimeStatus.FAILED)).isEqualTo(Action.REPLACE);
    assertThat(changed.actionFor(OrchestrationRuntimeStatus.COMPLETED)).isEqualTo(Action.REFUSE);
    assertThat(ExistingInstancePolicy.refuse().actionFor(OrchestrationRuntimeStatus.FAILED))
        .isEqualTo(Action.REFUSE);
  }
}
