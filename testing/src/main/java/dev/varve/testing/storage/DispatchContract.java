package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.history.InputEvent.ExecutionSuspended;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.FetchRequest;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.NewInstance;
import dev.varve.storage.Release;
import dev.varve.storage.WorkerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is handed what: filters, limits, fairness, release. */
abstract class DispatchContract extends HubContract {
  @Test
  void G9_a_session_is_handed_only_what_it_serves() {
    start(order("v1"));
    start(newInstance("v2", started(ORDER_2, "v2-1"), now()));
    WorkerSession second = session("build-1", Set.of(ORDER_2), Set.of());
    assertThat(claimedIds(second.fetch(ALL))).containsExactly("v2");
    WorkerSession neither = session("build-1", Set.of(), Set.of(CHARGE));
    assertThat(neither.fetch(ALL).isEmpty()).isTrue();
    assertThat(claimedIds(session().fetch(ALL))).containsExactly("v1");
  }

  @Test
  void G9_versions_are_compared_as_numbers_and_names_exactly() {
    start(newInstance("a", started(FunctionName.parse("Order_v10"), "a-1"), now()));
    start(newInstance("b", started(FunctionName.parse("order_v1"), "b-1"), now()));
    start(newInstance("c", started(FunctionName.parse("Order"), "c-1"), now()));
    assertThat(session().fetch(ALL).claimed()).isEmpty();
  }

  @Test
  void G9_unserved_instances_at_the_head_do_not_starve_served_ones() {
    List<NewInstance> unserved = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      unserved.add(newInstance("unserved-" + i, started(ORDER_2, "u" + i), now()));
    }
    get(hub.start(unserved));
    start(order("served"));
    WorkerSession session = session();
    FetchBatch batch = session.fetch(new FetchRequest(1, 1, 1));
    assertThat(claimedIds(batch)).containsExactly("served");
    assertThat(batch.more()).isFalse();
    InstanceQuery waiting =
        new InstanceQuery(
            Optional.empty(),
            OptionalInt.empty(),
            Set.of(),
            Set.of(InstanceCondition.WAITING_FOR_VERSION),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            false,
            1_000,
            Optional.empty());
    assertThat(hub.query(waiting).instances()).hasSize(500);
  }

  @Test
  void G9_many_functions_are_all_served_however_much_waits_for_one_of_them() {
    List<NewInstance> starts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      starts.add(order("many-" + i));
    }
    starts.add(newInstance("single", started(ORDER_2, "s-1"), now()));
    get(hub.start(starts));
    WorkerSession session = session("build-1", Set.of(ORDER, ORDER_2), Set.of());
    List<String> claimed = new ArrayList<>();
    boolean more = true;
    while (more) {
      FetchBatch batch = session.fetch(new FetchRequest(10, 0, 1));
      assertThat(batch.claimed()).hasSizeLessThanOrEqualTo(10);
      claimed.addAll(claimedIds(batch));
      more = batch.more();
    }
    assertThat(claimed).hasSize(201).doesNotHaveDuplicates().contains("single");
  }

  @Test
  void G9_management_is_for_any_session_also_of_unserved_functions() {
    start(newInstance("a", started(ORDER_2, "a-1"), now()));
    ExecutionSuspended suspended = new ExecutionSuspended("pause");
    send("a", suspended);
    ClaimedInstance claimed = claimOne(session());
    assertThat(claimed.function()).isEqualTo(ORDER_2);
    assertThat(claimed.parked()).isFalse();
    assertThat(events(claimed.messages())).containsExactly(suspended);
  }

  @Test
  void a_claim_brings_the_whole_history_and_all_that_is_due() {
    NewInstance order = order("a");
    start(order);
    send("a", event("x"));
    ClaimedInstance claimed = claimOne(session());
    assertThat(claimed.history()).isEqualTo(hub.history("a", 0, 10));
    assertThat(claimed.historyComplete()).isTrue();
    assertThat(claimed.crashes()).isZero();
    assertThat(events(claimed.messages())).containsExactly(event("x"));
  }

  @Test
  void a_fetch_claims_no_more_than_asked_for_and_says_that_there_is_more() {
    get(hub.start(List.of(order("a"), order("b"), order("c"))));
    WorkerSession session = session();
    FetchBatch first = session.fetch(new FetchRequest(2, 0, 1));
    assertThat(first.claimed()).hasSize(2);
    assertThat(first.more()).isTrue();
    FetchBatch second = session.fetch(new FetchRequest(2, 0, 1));
    assertThat(second.claimed()).hasSize(1);
    assertThat(second.more()).isFalse();
  }

  @Test
  void messages_for_owned_instances_come_without_room_for_new_ones() {
    WorkerSession session = session();
    startOwned(session, "a");
    send("a", event("x"));
    FetchBatch batch = session.fetch(new FetchRequest(0, 0, 0));
    assertThat(batch.delivered()).hasSize(1);
  }

  @Test
  void G2_one_session_at_most_owns_an_instance() {
    start(order("a"));
    WorkerSession first = session();
    WorkerSession second = session();
    assertThat(claimedIds(first.fetch(ALL))).containsExactly("a");
    send("a", event("x"));
    assertThat(second.fetch(ALL).isEmpty()).isTrue();
    assertFenced(tryCommit(second, turn("a", 2).build()));
    assertFenced(get(second.release(new Release("a", List.of(), Optional.empty(), false))));
    commit(first, turn("a", 2));
  }

  @Test
  void a_released_instance_is_claimable_when_something_is_due_for_it() {
    WorkerSession session = session();
    startOwned(session, "a");
    release(session, "a");
    assertFenced(tryCommit(session, turn("a", 3).build()));
    assertThat(session.fetch(ALL).isEmpty()).isTrue();
    send("a", event("x"));
    assertThat(claimedIds(session.fetch(ALL))).containsExactly("a");
  }

  @Test
  void an_instance_released_as_due_is_claimable_with_an_empty_inbox() {
    WorkerSession session = session();
    startOwned(session, "a");
    assertCommitted(get(session.release(new Release("a", List.of(), Optional.empty(), true))));
    assertThat(claimOne(session).messages()).isEmpty();
  }

  @Test
  void an_instance_whose_last_turn_has_not_run_is_claimable_when_it_is_released() {
    WorkerSession session = session();
    start(order("a"));
    claimOne(session);
    release(session, "a");
    assertThat(claimOne(session).history()).hasSize(1);
    commit(session, turn("a", 2));
    commit(session, turn("a", 3).withoutRunning());
    release(session, "a");
    assertThat(claimOne(session).history()).hasSize(3);
  }
}
