package dev.varve.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The simulation finds what it must find, and names it. Numbers are those of the hard cases. */
@ExtendWith(QuietEngine.class)
class PlantedBugsTest {
  private static void finds(PlantedBug bug, int seeds, Invariant first, Invariant... others) {
    Set<Invariant> expected = EnumSet.of(first, others);
    for (long seed = 1; seed <= seeds; seed++) {
      try {
        Simulation.Outcome unused = Simulation.run(Setting.of(seed), bug, new Trace(false));
      } catch (Violation violation) {
        System.out.println("planted: seed " + seed + " finds " + violation.getMessage());
        assertThat(expected).contains(violation.invariant());
        return;
      }
    }
    throw new AssertionError("not found within " + seeds + " seeds");
  }

  @Test
  void finds_01_a_zombie_after_continue_as_new_within_50_seeds() {
    finds(PlantedBugs.zombieAfterContinueAsNew(), 50, Invariant.I7);
  }

  @Test
  void finds_02_orphans_that_nobody_looks_for_within_20_seeds() {
    finds(PlantedBugs.orphansNeverFound(), 20, Invariant.I11, Invariant.I13);
  }

  @Test
  void finds_03_an_instance_whose_commit_was_in_doubt_and_is_never_reloaded_within_50_seeds() {
    finds(PlantedBugs.unknownCommitNeverReloaded(), 50, Invariant.I11);
  }

  @Test
  void finds_04_a_release_while_a_local_activity_runs_within_20_seeds() {
    finds(PlantedBugs.releasedWhileActivityRuns(), 20, Invariant.I4);
  }

  @Test
  void finds_05_a_result_that_is_lost_at_a_park_within_100_seeds() {
    finds(PlantedBugs.resultLostAtPark(), 100, Invariant.I4, Invariant.I11);
  }

  @Test
  void finds_05_work_that_is_lost_at_a_release_within_200_seeds() {
    finds(PlantedBugs.workLostAtRelease(), 200, Invariant.I11);
  }

  @Test
  void finds_06_a_take_over_that_overlooks_a_result_within_100_seeds() {
    finds(PlantedBugs.resultOverlookedAtTakeOver(), 100, Invariant.I4);
  }

  @Test
  void finds_11_a_broken_build_that_claims_for_ever_within_200_seeds() {
    finds(PlantedBugs.brokenBuildForgotten(), 200, Invariant.I11);
  }

  @Test
  void finds_13_a_wake_up_lost_at_a_release_within_20_seeds() {
    finds(PlantedBugs.wakeUpLostAtRelease(), 20, Invariant.I11);
  }

  @Test
  void finds_14_messages_deleted_by_range_within_20_seeds() {
    finds(PlantedBugs.messagesDeletedByRange(), 20, Invariant.I11, Invariant.I4);
  }

  @Test
  void finds_20_callbacks_in_another_order_within_200_seeds() {
    finds(PlantedBugs.callbacksReordered(), 200, Invariant.I6, Invariant.I11);
  }

  @Test
  void a_failure_is_shrunk_to_what_it_needs() {
    Setting least =
        Shrinker.shrink(Setting.of(1), PlantedBugs.wakeUpLostAtRelease(), Invariant.I11);
    assertThat(least.mishaps()).isEmpty();
    assertThat(least.faults()).isEmpty();
  }
}
