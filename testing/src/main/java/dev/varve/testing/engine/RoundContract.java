package dev.varve.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.CurrentVersions;
import dev.varve.StartOptions;
import dev.varve.TypeRef;
import dev.varve.Varve;
import dev.varve.VarveBuilder;
import dev.varve.VersionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Continue as new, and what is recorded once. */
abstract class RoundContract extends EngineCase {
  private final AtomicInteger runs = new AtomicInteger();

  private VarveBuilder rounds(int current) {
    VarveBuilder builder = engine().currentVersions(CurrentVersions.of(Map.of("Round", current)));
    for (int version = 1; version <= 3; version++) {
      int mine = version;
      builder.orchestrator(
          "Round_v" + version,
          new TypeRef<List<String>>() {},
          (ctx, before) -> {
            List<String> trail = before == null ? new ArrayList<>() : before;
            trail.add("v" + mine);
            ctx.setCustomStatus("round " + trail.size());
            String next = ctx.waitForExternalEvent("Next", String.class).await();
            switch (next) {
              case "same" -> ctx.continueAsNew(trail);
              case "current" -> ctx.continueAsNew(trail, VersionChoice.current(), true);
              case "three" -> ctx.continueAsNew(trail, VersionChoice.exactly(3), true);
              default -> trail.add(next);
            }
            return trail;
          });
    }
    return builder;
  }

  private static List<String> trail(Varve varve, String... steps) {
    for (String step : steps) {
      varve.client().raiseEvent("r-1", "Next", step);
    }
    return Objects.requireNonNull(end(varve, "r-1").outputAs(new TypeRef<List<String>>() {}));
  }

  @Test
  void continue_as_new_stays_on_its_version_or_takes_the_one_asked_for() {
    Varve varve = run(rounds(2));
    varve
        .client()
        .scheduleNewOrchestrationInstance("Round", null, StartOptions.withId("r-1").withVersion(1));
    assertThat(trail(varve, "same", "current", "same", "three", "end"))
        .containsExactly("v1", "v1", "v2", "v2", "v3", "end");
    assertThat(look(varve.client(), "r-1").function().version()).isEqualTo(3);
  }

  @Test
  void continue_as_new_on_the_current_version_never_goes_to_a_lower_one() {
    Varve varve = run(rounds(1));
    varve
        .client()
        .scheduleNewOrchestrationInstance("Round", null, StartOptions.withId("r-1").withVersion(3));
    assertThat(trail(varve, "current", "end")).containsExactly("v3", "v3", "end");
  }

  @Test
  void continue_as_new_changes_the_execution_and_starts_a_new_history() {
    Varve varve = run(rounds(1));
    start(varve, "Round", "r-1");
    awaitCustomStatus(varve, "r-1", "round 1");
    String first = look(varve.client(), "r-1").executionId();
    varve.client().raiseEvent("r-1", "Next", "same");
    awaitCustomStatus(varve, "r-1", "round 2");
    assertThat(look(varve.client(), "r-1").executionId()).isNotEqualTo(first);
    assertThat(history(varve, "r-1")).hasSize(1);
  }

  @Test
  void a_side_effect_is_recorded_once_also_across_workers() {
    VarveBuilder builder = sideEffects();
    Varve first = run(builder);
    start(first, "Effect", "e-1");
    awaitCustomStatus(first, "e-1", "1");
    stop(first);
    Varve second = run(sideEffects());
    second.client().raiseEvent("e-1", "Go");
    assertThat(end(second, "e-1").outputAs(Integer.class)).isEqualTo(1);
    assertThat(runs).hasValue(1);
  }

  private VarveBuilder sideEffects() {
    return engine()
        .orchestrator(
            "Effect_v1",
            Void.class,
            (ctx, in) -> {
              int value = ctx.sideEffect(Integer.class, runs::incrementAndGet);
              ctx.setCustomStatus("" + value);
              ctx.waitForExternalEvent("Go").await();
              return value;
            });
  }

  @Test
  void a_custom_status_survives_a_change_of_workers_and_can_be_cleared() {
    Varve first = run(sideEffects());
    start(first, "Effect", "e-1");
    awaitCustomStatus(first, "e-1", "1");
    stop(first);
    Varve second = run(sideEffects());
    assertThat(look(second.client(), "e-1").customStatusAs(String.class)).isEqualTo("1");
    second.client().raiseEvent("e-1", "Go");
    assertThat(end(second, "e-1").customStatusAs(String.class)).isEqualTo("1");
  }
}
