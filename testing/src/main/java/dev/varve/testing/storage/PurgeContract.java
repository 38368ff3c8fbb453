package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.storage.PurgeOutcome;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.StartOutcome;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Purging: finished instances only, by id, time and status, in batches. */
abstract class PurgeContract extends HubContract {
  private static final PurgeRequest EVERYTHING = request(Optional.empty(), Set.of(), 100);

  private static PurgeRequest request(
      Optional<Instant> before, Set<OrchestrationRuntimeStatus> statuses, int max) {
    return new PurgeRequest(Optional.empty(), before, statuses, max);
  }

  private void finish(WorkerSession session, String id, OrchestrationRuntimeStatus status) {
    startOwned(session, id);
    commit(session, turn(id, 3).status(status));
  }

  @Test
  void finished_instances_go_with_all_they_own_and_the_others_stay() {
    WorkerSession session = session();
    finish(session, "done", OrchestrationRuntimeStatus.COMPLETED);
    startOwned(session, "running");
    assertThat(hub.purge(EVERYTHING)).isEqualTo(new PurgeOutcome(1, false));
    assertThat(hub.instance("done")).isEmpty();
    assertThat(hub.history("done", 0, 10)).isEmpty();
    assertThat(sequences("running")).containsExactly(1L, 2L);
    assertThat(hub.counts()).hasSize(1);
    assertThat(start(order("done"))).isEqualTo(new StartOutcome.Started());
  }

  @Test
  void by_id_only_this_one_and_only_if_it_is_finished() {
    WorkerSession session = session();
    finish(session, "done", OrchestrationRuntimeStatus.COMPLETED);
    finish(session, "done%", OrchestrationRuntimeStatus.COMPLETED);
    startOwned(session, "running");
    for (String id : new String[] {"running", "nobody", "d%"}) {
      assertThat(hub.purge(only(id))).isEqualTo(new PurgeOutcome(0, false));
    }
    assertThat(hub.purge(only("done"))).isEqualTo(new PurgeOutcome(1, false));
    assertThat(hub.instance("done%")).isPresent();
    assertThat(hub.instance("running")).isPresent();
  }

  private static PurgeRequest only(String id) {
    return new PurgeRequest(Optional.of(id), Optional.empty(), Set.of(), 1);
  }

  @Test
  void by_time_of_completion_and_status() {
    WorkerSession session = session();
    finish(session, "old", OrchestrationRuntimeStatus.COMPLETED);
    finish(session, "failed", OrchestrationRuntimeStatus.FAILED);
    clock.advance(Duration.ofSeconds(10));
    Instant later = now();
    finish(session, "new", OrchestrationRuntimeStatus.COMPLETED);
    PurgeRequest oldCompleted =
        request(Optional.of(later), Set.of(OrchestrationRuntimeStatus.COMPLETED), 10);
    assertThat(hub.purge(oldCompleted)).isEqualTo(new PurgeOutcome(1, false));
    assertThat(hub.instance("old")).isEmpty();
    assertThat(hub.instance("failed")).isPresent();
    assertThat(hub.instance("new")).isPresent();
  }

  @Test
  void a_purge_goes_in_batches_and_says_whether_to_call_again() {
    WorkerSession session = session();
    for (int i = 0; i < 5; i++) {
      finish(session, "done" + i, OrchestrationRuntimeStatus.COMPLETED);
    }
    PurgeRequest two = request(Optional.empty(), Set.of(), 2);
    assertThat(hub.purge(two)).isEqualTo(new PurgeOutcome(2, true));
    assertThat(hub.purge(two)).isEqualTo(new PurgeOutcome(2, true));
    assertThat(hub.purge(two)).isEqualTo(new PurgeOutcome(1, false));
    assertThat(hub.purge(two)).isEqualTo(new PurgeOutcome(0, false));
  }

  @Test
  void a_batch_of_nothing_is_refused() {
    assertThatThrownBy(() -> hub.purge(request(Optional.empty(), Set.of(), 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @Test
  void G2_a_commit_for_a_purged_instance_is_fenced_also_when_its_id_is_used_again() {
    WorkerSession zombie = session();
    startOwned(zombie, "a");
    crash(zombie);
    WorkerSession survivor = session();
    assertThat(survivor.recover(10)).isEqualTo(1);
    claimOne(survivor);
    commit(survivor, turn("a", 3).status(OrchestrationRuntimeStatus.COMPLETED));
    hub.purge(EVERYTHING);
    start(order("a"));
    assertFenced(tryCommit(zombie, turn("a", 2).commitId(5).build()));
    assertThat(sequences("a")).containsExactly(1L);
  }
}
