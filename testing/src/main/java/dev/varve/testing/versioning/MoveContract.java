package dev.varve.testing.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationMetadata;
import dev.varve.testing.versioning.Journal.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * V5: what started on version 1 ends on version 1, whatever is current by then and wherever its
 * process dies.
 */
abstract class MoveContract extends VersioningContract {
  private static final int MORE_WRITES_THAN_ANY_NEEDS = 60;

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_activities() {
    killedAtEveryStep("Activities");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_timers() {
    killedAtEveryStep("Timers");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_events() {
    killedAtEveryStep("Events");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_sub_orchestrations() {
    killedAtEveryStep("Children");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_retries() {
    killedAtEveryStep("Retries");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_fan_out() {
    killedAtEveryStep("FanOut");
  }

  @Test
  void V5_an_instance_started_on_v1_completes_on_v1_after_the_move_with_compensation() {
    killedAtEveryStep("Compensation");
  }

  @Test
  void V5_an_instance_completes_on_v1_when_every_process_after_the_move_dies_of_its_first_write() {
    for (String work : Shop.WORK.keySet()) {
      Worker known = bothVersions(Fate.immortal().heldBack());
      String id = startedBeforeTheMove(work);
      known.kill();
      int processes = 0;
      while (!metadata(id).isFinished()) {
        diesOrEnds(bothVersions(Fate.dyingBehindWrite(1)), id);
        processes++;
        assertThat(processes).isLessThan(MORE_WRITES_THAN_ANY_NEEDS);
      }
      assertThat(processes).isGreaterThan(1);
      assertRanIn(work, id, 1);
    }
  }

  /** Once behind each write of the first process, and once before each. */
  private void killedAtEveryStep(String work) {
    int steps = 0;
    while (killedAt(work, Fate.dyingBehindWrite(steps + 1))) {
      steps++;
      assertThat(steps).isLessThan(MORE_WRITES_THAN_ANY_NEEDS);
    }
    assertThat(steps).as("writes that can be died behind").isGreaterThan(1);
    for (int step = 1; step <= steps; step++) {
      killedAt(work, Fate.dyingBeforeWrite(step));
    }
  }

  /** Whether the first process died before it had brought the instance to its end. */
  private boolean killedAt(String work, Fate fate) {
    Worker first = bothVersions(fate.heldBack());
    String id = startedBeforeTheMove(work);
    first.letGo();
    boolean died = diesOrEnds(first, id);
    try (Worker second = bothVersions(Fate.immortal())) {
      assertRanIn(work, id, 1);
      String next = start(work);
      raiseWhatIsAwaited(work, next);
      assertRanIn(work, next, 2);
    }
    return died;
  }

  private Worker bothVersions(Fate fate) {
    return site.deploy(
        code -> {
          Shop.version(1, site.journal()).accept(code);
          Shop.version(2, site.journal()).accept(code);
        },
        fate);
  }

  /** Version 2 is current before the first step of the instance runs. */
  private String startedBeforeTheMove(String work) {
    everythingIsCurrentAt(1);
    String id = start(work);
    everythingIsCurrentAt(2);
    raiseWhatIsAwaited(work, id);
    return id;
  }

  private void everythingIsCurrentAt(int version) {
    Shop.WORK.keySet().forEach(work -> current(work, version));
  }

  private void raiseWhatIsAwaited(String work, String id) {
    if (work.equals("Events")) {
      client.raiseEvent(id, "Go", "first");
      client.raiseEvent(id, "Go", "second");
    }
  }

  private boolean diesOrEnds(Worker worker, String id) {
    Site.await(
        "the process is dead or " + id + " has ended",
        () -> worker.isDead() || metadata(id).isFinished());
    boolean died = worker.diesOfAWrite();
    worker.kill();
    return died;
  }

  private void assertRanIn(String work, String id, int version) {
    assertThat(output(id)).isEqualTo(Shop.expected(work, version));
    assertThat(metadata(id).function().version()).isEqualTo(version);
    assertActivitiesRanIn(id, version);
    List<OrchestrationMetadata> children = children(id);
    assertThat(children).hasSize(work.equals("Children") ? 2 : 0);
    for (OrchestrationMetadata child : children) {
      assertThat(child.function().version()).isEqualTo(version);
      assertActivitiesRanIn(child.instanceId(), version);
    }
  }

  private void assertActivitiesRanIn(String id, int version) {
    assertThat(site.journal().of(id))
        .isNotEmpty()
        .allMatch(entry -> entry.version() == version)
        .allMatch(MoveContract::ranWhatWasAsked);
  }

  private static boolean ranWhatWasAsked(Entry entry) {
    return entry.asked().base().equals(entry.base()) && entry.asked().version() == entry.version();
  }
}
