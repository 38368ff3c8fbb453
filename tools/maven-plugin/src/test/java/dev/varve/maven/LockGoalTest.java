package dev.varve.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.junit.jupiter.api.Test;

class LockGoalTest {
  @Test
  void no_functions_are_refused_with_how_to_give_them() throws MojoExecutionException {
    assertThat(LockGoal.several(List.of("Order_v1"))).containsExactly("Order_v1");
    assertThatThrownBy(() -> LockGoal.several(List.of()))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("-Dvarve.function=");
  }
}
