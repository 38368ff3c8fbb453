package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Payload;
import dev.varve.history.InputEvent.TaskCompleted;
import dev.varve.storage.ActivityResult;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.QueuedActivity;
import dev.varve.storage.WorkerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Queued activities: claim, complete, give back, recover. */
abstract class ActivityContract extends HubContract {
  private static final TaskCompleted DONE = new TaskCompleted(1, new Payload("\"paid\""));

  /** A session that serves orders only, with one order that waits for a charge. */
  private WorkerSession waitingForCharge() {
    WorkerSession session = session("build-1", Set.of(ORDER), Set.of());
    startOwned(session, "a");
    commit(session, turn("a", 3).activity(charge(1)));
    return session;
  }

  private WorkerSession charger() {
    return session("build-1", Set.of(), Set.of(CHARGE));
  }

  private static QueuedActivity claimActivity(WorkerSession session) {
    List<QueuedActivity> activities = session.fetch(ALL).activities();
    assertThat(activities).hasSize(1);
    return activities.getFirst();
  }

  private static boolean complete(WorkerSession session, QueuedActivity activity) {
    return get(session.complete(List.of(new ActivityResult(activity.id(), DONE)))).getFirst();
  }

  @Test
  void a_queued_activity_is_claimed_once_and_its_result_reaches_the_instance() {
    WorkerSession orders = waitingForCharge();
    WorkerSession charger = charger();
    QueuedActivity activity = claimActivity(charger);
    assertThat(activity.instanceId()).isEqualTo("a");
    assertThat(activity.executionId()).isEqualTo("a-1");
    assertThat(activity.task()).isEqualTo(charge(1));
    assertThat(activity.deliveries()).isEqualTo(1);
    assertThat(charger().fetch(ALL).activities()).isEmpty();

    assertThat(complete(charger, activity)).isTrue();
    assertThat(events(delivered(orders))).containsExactly(DONE);
    assertThat(complete(charger, activity)).isFalse();
    assertThat(delivered(orders)).isEmpty();
  }

  @Test
  void G2_only_the_session_that_claimed_an_activity_completes_it() {
    WorkerSession orders = waitingForCharge();
    QueuedActivity activity = claimActivity(charger());
    assertThat(complete(charger(), activity)).isFalse();
    assertThat(delivered(orders)).isEmpty();
  }

  @Test
  void G9_activities_go_to_those_who_serve_them_and_the_others_wait() {
    WorkerSession orders = session("build-1", Set.of(ORDER), Set.of());
    startOwned(orders, "a");
    TurnBuilder turn = turn("a", 3);
    for (int i = 1; i <= 300; i++) {
      turn.activity(task(i, SHIP));
    }
    commit(orders, turn.activity(charge(301)));
    FetchBatch batch = charger().fetch(new FetchRequest(1, 1, 1));
    assertThat(batch.activities()).extracting(QueuedActivity::task).containsExactly(charge(301));
    assertThat(batch.more()).isFalse();
    assertThat(orders.fetch(ALL).activities()).isEmpty();
  }

  @Test
  void activities_of_one_function_are_claimed_in_order_and_within_the_limit() {
    WorkerSession orders = session("build-1", Set.of(ORDER), Set.of());
    startOwned(orders, "a");
    commit(orders, turn("a", 3).activity(charge(1)).activity(charge(2)).activity(charge(3)));
    WorkerSession charger = charger();
    FetchBatch first = charger.fetch(new FetchRequest(0, 2, 0));
    assertThat(first.more()).isTrue();
    List<Integer> taskIds = new ArrayList<>();
    first.activities().forEach(activity -> taskIds.add(activity.task().taskId()));
    FetchBatch second = charger.fetch(new FetchRequest(0, 2, 0));
    assertThat(second.more()).isFalse();
    second.activities().forEach(activity -> taskIds.add(activity.task().taskId()));
    assertThat(taskIds).containsExactly(1, 2, 3);
  }

  @Test
  void an_abandoned_activity_is_due_at_once_and_its_delivery_is_not_counted() {
    waitingForCharge();
    WorkerSession charger = charger();
    QueuedActivity activity = claimActivity(charger);
    charger().abandon(List.of(activity.id()));
    assertThat(charger().fetch(ALL).activities()).as("not theirs to give back").isEmpty();
    charger.abandon(List.of(activity.id()));
    assertThat(complete(charger, activity)).isFalse();
    assertThat(claimActivity(charger())).isEqualTo(activity);
  }

  @Test
  void G12_an_activity_of_a_dead_session_is_delivered_again_and_counted() {
    WorkerSession orders = waitingForCharge();
    WorkerSession dying = charger();
    QueuedActivity activity = claimActivity(dying);
    crash(dying);
    assertThat(orders.recover(10)).isEqualTo(1);
    assertThat(complete(dying, activity)).isFalse();
    WorkerSession charger = charger();
    QueuedActivity again = claimActivity(charger);
    assertThat(again.id()).isEqualTo(activity.id());
    assertThat(again.deliveries()).isEqualTo(2);
    assertThat(complete(charger, again)).isTrue();
    assertThat(events(delivered(orders))).containsExactly(DONE);
  }

  @Test
  void a_canceled_activity_is_not_handed_out_and_not_completed() {
    WorkerSession orders = waitingForCharge();
    commit(orders, turn("a", 4).activity(charge(2)));
    WorkerSession charger = charger();
    List<QueuedActivity> claimed = charger.fetch(new FetchRequest(0, 1, 0)).activities();
    commit(orders, turn("a", 5).cancelActivity(1).cancelActivity(2).cancelActivity(99));
    assertThat(charger.fetch(ALL).activities()).isEmpty();
    assertThat(complete(charger, claimed.getFirst())).isFalse();
    assertThat(delivered(orders)).isEmpty();
  }

  @Test
  void a_session_still_holds_what_it_claimed_and_nothing_else() {
    WorkerSession orders = waitingForCharge();
    commit(orders, turn("a", 4).activity(charge(2)));
    WorkerSession charger = charger();
    long claimed = charger.fetch(new FetchRequest(0, 1, 0)).activities().getFirst().id();
    WorkerSession other = charger();
    QueuedActivity theirs = claimActivity(other);
    assertThat(charger.stillHeld(List.of(claimed, theirs.id(), 999_999L))).containsOnly(claimed);
    assertThat(charger.stillHeld(List.of())).isEmpty();
    assertThat(other.stillHeld(List.of(claimed))).isEmpty();
    assertThat(complete(other, theirs)).isTrue();
    assertThat(other.stillHeld(List.of(theirs.id()))).isEmpty();
  }

  @Test
  void an_activity_is_held_until_it_is_cancelled_or_its_instance_ends() {
    WorkerSession orders = waitingForCharge();
    commit(orders, turn("a", 4).activity(charge(2)));
    WorkerSession charger = charger();
    List<QueuedActivity> claimed = charger.fetch(ALL).activities();
    List<Long> ids = claimed.stream().map(QueuedActivity::id).toList();
    assertThat(charger.stillHeld(ids)).containsExactlyInAnyOrderElementsOf(ids);
    commit(orders, turn("a", 5).cancelActivity(claimed.getFirst().task().taskId()));
    assertThat(charger.stillHeld(ids)).containsOnly(ids.getLast());
    commit(orders, turn("a", 6).status(OrchestrationRuntimeStatus.TERMINATED));
    assertThat(charger.stillHeld(ids)).isEmpty();
  }

  @Test
  void G2_a_session_that_is_over_holds_no_activity() {
    WorkerSession orders = waitingForCharge();
    WorkerSession dying = charger();
    long dead = claimActivity(dying).id();
    crash(dying);
    orders.recover(10);
    assertThat(dying.stillHeld(List.of(dead))).isEmpty();
    WorkerSession closing = charger();
    long given = claimActivity(closing).id();
    closing.close();
    assertThat(closing.stillHeld(List.of(given))).isEmpty();
  }

  @Test
  void activities_of_a_finished_instance_are_dropped() {
    WorkerSession orders = waitingForCharge();
    commit(orders, turn("a", 4).status(OrchestrationRuntimeStatus.COMPLETED));
    assertThat(charger().fetch(ALL).activities()).isEmpty();
  }

  @Test
  void a_result_for_a_finished_instance_goes_nowhere() {
    WorkerSession orders = waitingForCharge();
    WorkerSession charger = charger();
    QueuedActivity activity = claimActivity(charger);
    commit(orders, turn("a", 4).status(OrchestrationRuntimeStatus.COMPLETED));
    get(charger.complete(List.of(new ActivityResult(activity.id(), DONE))));
    assertThat(row("a").status()).isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
    assertThat(orders.fetch(ALL).isEmpty()).isTrue();
    assertThat(charger.fetch(ALL).isEmpty()).isTrue();
  }

  @Test
  void a_result_makes_a_released_instance_claimable() {
    WorkerSession orders = waitingForCharge();
    release(orders, "a");
    assertThat(orders.fetch(ALL).isEmpty()).isTrue();
    WorkerSession charger = charger();
    assertThat(complete(charger, claimActivity(charger))).isTrue();
    assertThat(events(claimOne(orders).messages())).containsExactly(DONE);
  }
}
