package dev.varve.samples.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.samples.fulfilment.Journal.Entry;
import dev.varve.samples.fulfilment.StoreView.Call;
import dev.varve.storage.InstanceRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The demo's judge must be able to say no. */
class VerdictTest {
  private static final Entry SHIP = run("Ship_v1");

  @Test
  void a_good_run_has_no_failures() {
    assertThat(verdict(List.of(row(1, true)), List.of(SHIP), Set.of()).failures()).isEmpty();
  }

  @Test
  void a_lost_order_is_a_failure() {
    assertThat(verdict(List.of(), List.of(SHIP), Set.of()).failures())
        .containsExactly("A-1 was acknowledged and is lost");
  }

  @Test
  void an_order_that_is_still_open_is_a_failure() {
    assertThat(verdict(List.of(row(1, false)), List.of(SHIP), Set.of()).failures())
        .containsExactly("A-1 did not complete: RUNNING");
  }

  @Test
  void an_order_on_another_version_is_a_failure() {
    assertThat(verdict(List.of(row(2, true)), List.of(SHIP), Set.of()).failures())
        .containsExactly("A-1 started on OrderFulfilment_v2, expected version 1");
  }

  @Test
  void code_of_another_version_is_a_failure() {
    List<Entry> journal = List.of(run("Ship_v2"));
    assertThat(verdict(List.of(row(1, true)), journal, Set.of()).failures())
        .containsExactly("A-1 is of version 1 and ran Ship_v2");
  }

  @Test
  void a_rerun_of_what_was_complete_before_the_kill_is_a_failure() {
    List<Entry> journal = List.of(SHIP, SHIP);
    assertThat(verdict(List.of(row(1, true)), journal, Set.of(new Call("A-1", 3))).failures())
        .containsExactly("Ship_v1 of A-1 was complete before the kill and ran again");
  }

  @Test
  void a_rerun_of_what_the_kill_cut_off_is_none() {
    Verdict verdict = verdict(List.of(row(1, true)), List.of(SHIP, SHIP), Set.of());
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.repeats()).isEqualTo(1);
  }

  private static Verdict verdict(List<InstanceRow> rows, List<Entry> journal, Set<Call> completed) {
    return new Verdict(Map.of("A-1", 1), rows, journal, completed, 1);
  }

  private static Entry run(String code) {
    return new Entry("A-1", code, 3, 1, "key");
  }

  private static InstanceRow row(int version, boolean completed) {
    return new InstanceRow(
        "default",
        "A-1",
        "execution",
        new FunctionName("OrderFulfilment", version),
        completed ? OrchestrationRuntimeStatus.COMPLETED : OrchestrationRuntimeStatus.RUNNING,
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        completed ? Optional.of(Instant.EPOCH) : Optional.empty(),
        Optional.empty(),
        Payload.NULL,
        Payload.NULL,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        "set",
        1);
  }
}
