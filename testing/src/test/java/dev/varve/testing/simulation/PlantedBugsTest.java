package dev.varve.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The simulation finds what it must find, and names it. Numbers are those of the hard cases. */
@ExtendWith(QuietEngine.class)
class PlantedBugsTest {
  /** The seeds of a normal run: what is found later would have been missed there. */
  private static final int BUDGET = 2_000;

  private static void finds(PlantedBug bug, Invariant first, Invariant... others) {
    Set<Invariant> expected = EnumSet.of(first, others);
    for (long seed = 1; seed <= BUDGET; seed++) {
      try {
        Simulation.Outcome unused = Simulation.run(Setting.of(seed), bug, new Trace(false));
      } catch (Violation violation) {
        System.out.println("planted: seed " + seed + " finds " + violation.getMessage());
        assertThat(expected).contains(violation.invariant());
        return;
      }
    }
    throw new AssertionError("not found within " + BUDGET + " seeds");
  }

  @Test
  void finds_01_a_zombie_after_continue_as_new() {
    finds(PlantedBugs.zombieAfterContinueAsNew(), Invariant.I7);
  }

  @Test
  void finds_02_orphans_that_nobody_looks_for() {
    finds(PlantedBugs.orphansNeverFound(), Invariant.I11, Invariant.I13);
  }

  @Test
  void finds_03_an_instance_whose_commit_was_in_doubt_and_is_never_reloaded() {
    finds(PlantedBugs.unknownCommitNeverReloaded(), Invariant.I11);
  }

  @Test
  void finds_04_a_release_while_a_local_activity_runs() {
    finds(PlantedBugs.releasedWhileActivityRuns(), Invariant.I4);
  }

  @Test
  void finds_05_a_result_that_is_lost_at_a_park() {
    finds(PlantedBugs.resultLostAtPark(), Invariant.I4, Invariant.I11);
  }

  @Test
  void finds_05_work_that_is_lost_at_a_release() {
    finds(PlantedBugs.workLostAtRelease(), Invariant.I11);
  }

  @Test
  void finds_06_a_take_over_that_overlooks_a_result() {
    finds(PlantedBugs.resultOverlookedAtTakeOver(), Invariant.I4, Invariant.I11);
  }

  @Test
  void finds_11_a_broken_build_that_claims_for_ever() {
    finds(PlantedBugs.brokenBuildForgotten(), Invariant.I11);
  }

  @Test
  void finds_13_a_wake_up_lost_at_a_release() {
    finds(PlantedBugs.wakeUpLostAtRelease(), Invariant.I11);
  }

  @Test
  void finds_14_messages_deleted_by_range() {
    finds(PlantedBugs.messagesDeletedByRange(), Invariant.I11, Invariant.I4);
  }

  @Test
  void finds_20_callbacks_in_another_order() {
    finds(PlantedBugs.callbacksReordered(), Invariant.I6, Invariant.I11);
  }

  /** What a failure needs depends on the seed. */
  @Test
  void a_failure_is_shrunk_to_what_it_needs() {
    PlantedBug bug = PlantedBugs.wakeUpLostAtRelease();
    Setting whole = Setting.of(1);
    Setting least = Shrinker.shrink(whole, bug, Invariant.I11);
    assertThat(least.mishaps().size() + least.faults().size())
        .isLessThan((whole.mishaps().size() + whole.faults().size()) / 2);
    assertThatThrownBy(() -> Simulation.run(least, bug, new Trace(false)))
        .isInstanceOfSatisfying(
            Violation.class,
            violation -> assertThat(violation.invariant()).isEqualTo(Invariant.I11));
  }
}
