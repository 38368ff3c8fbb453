package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.Tracking;
import dev.varve.storage.ClaimedInstance;
import dev.varve.storage.FetchBatch;
import dev.varve.storage.HubStore;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.NewInstance;
import dev.varve.storage.PurgeRequest;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hubs of several applications side by side in one store: T3, T6, T7 and T8. */
abstract class TrackingContract extends HubContract {
  private HubStore blue() {
    return storage.hub("blue");
  }

  private HubStore green() {
    return storage.hub("green");
  }

  private void startIn(HubStore app, NewInstance instance) {
    get(app.start(List.of(instance)));
  }

  private void finish(WorkerSession worker, ClaimedInstance claimed) {
    commit(worker, turn(claimed.instanceId(), 2).status(OrchestrationRuntimeStatus.COMPLETED));
  }

  private static List<String> names(InstancePage page) {
    return page.instances().stream().map(row -> row.hub() + "/" + row.instanceId()).toList();
  }

  @Test
  void T3_any_application_lists_the_instances_of_all_with_hub_and_version() {
    startIn(blue(), order("a"));
    clock.advance(Duration.ofSeconds(1));
    startIn(green(), newInstance("b", started(ORDER_2, "b-1"), now()));
    clock.advance(Duration.ofSeconds(1));
    startIn(blue(), newInstance("c", started(ORDER_2, "c-1"), now()));
    Tracking tracking = Tracking.of(storage);

    InstancePage all = tracking.query(Set.of(), InstanceQuery.ALL);

    assertThat(names(all)).containsExactly("blue/a", "green/b", "blue/c");
    assertThat(all.instances())
        .extracting(row -> row.function().version())
        .containsExactly(1, 2, 2);
    assertThat(names(tracking.query(Set.of("blue"), InstanceQuery.ALL)))
        .containsExactly("blue/a", "blue/c");
    assertThat(names(tracking.query(Set.of(), InstanceQuery.ALL.withVersion(2))))
        .containsExactly("green/b", "blue/c");
    assertThat(names(tracking.query(Set.of(), InstanceQuery.ALL.withNewestFirst())))
        .containsExactly("blue/c", "green/b", "blue/a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void T3_pages_over_several_hubs_have_each_instance_once(boolean newestFirst) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      // Several in the same microsecond, under ids that two hubs share.
      for (HubStore app : List.of(blue(), green(), storage.hub("amber"))) {
        startIn(app, order("i" + i % 4 + (i < 4 ? "" : "x" + i)));
        expected.add(app.name() + "/i" + i % 4 + (i < 4 ? "" : "x" + i));
      }
      if (i % 3 == 2) {
        clock.advance(Duration.ofMillis(1));
      }
    }
    InstanceQuery query = InstanceQuery.ALL.withPageSize(4);
    query = newestFirst ? query.withNewestFirst() : query;
    List<InstanceRow> rows = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      InstanceQuery page = next.map(query::withContinuation).orElse(query);
      InstancePage found = Tracking.of(storage).query(Set.of(), page);
      assertThat(found.instances()).hasSizeLessThanOrEqualTo(4);
      rows.addAll(found.instances());
      next = found.continuation();
    } while (next.isPresent());

    assertThat(rows.stream().map(row -> row.hub() + "/" + row.instanceId()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rows)
        .extracting(InstanceRow::createdAt)
        .isSortedAccordingTo(newestFirst ? Comparator.reverseOrder() : Comparator.naturalOrder());
  }

  @Test
  void T6_an_application_is_never_handed_and_never_purges_what_is_anothers() {
    startIn(blue(), order("same"));
    startIn(green(), order("same"));
    WorkerSession worker =
        green()
            .openSession(
                new SessionDescriptor("green", Set.of(ORDER), Set.of(CHARGE), "b", Set.of(1)),
                () -> {});

    FetchBatch batch = worker.fetch(ALL);

    assertThat(batch.claimed()).hasSize(1);
    assertThat(blue().instance("same").orElseThrow().status())
        .isEqualTo(OrchestrationRuntimeStatus.PENDING);
    finish(worker, batch.claimed().getFirst());
    PurgeRequest everything = new PurgeRequest(Optional.empty(), Optional.empty(), Set.of(), 100);
    assertThat(blue().purge(everything).purged()).isZero();
    assertThat(green().purge(everything).purged()).isEqualTo(1);
    assertThat(blue().instance("same")).isPresent();
    worker.close();
  }

  @Test
  void T7_what_a_removed_application_finished_stays_readable() {
    startIn(blue(), order("done"));
    try (WorkerSession worker =
        blue()
            .openSession(
                new SessionDescriptor("blue", Set.of(ORDER), Set.of(CHARGE), "b", Set.of(1)),
                () -> {})) {
      finish(worker, worker.fetch(ALL).claimed().getFirst());
    }

    Tracking tracking = Tracking.of(storage);

    assertThat(blue().sessions()).isEmpty();
    assertThat(tracking.hubs()).contains("blue");
    assertThat(tracking.instance("blue", "done").orElseThrow().status())
        .isEqualTo(OrchestrationRuntimeStatus.COMPLETED);
    assertThat(tracking.history("blue", "done", 0, 10)).hasSize(2);
  }

  @Test
  void T8_counts_are_of_one_hub_although_tables_are_shared() {
    startIn(blue(), order("a"));
    startIn(blue(), order("b"));
    startIn(green(), order("a"));

    assertThat(green().counts()).extracting(InstanceCount::count).containsExactly(1L);
    assertThat(Tracking.of(storage).counts(Set.of("blue", "green")))
        .hasEntrySatisfying("blue", counts -> assertThat(counts.getFirst().count()).isEqualTo(2))
        .hasEntrySatisfying("green", counts -> assertThat(counts.getFirst().count()).isEqualTo(1));
  }

  @Test
  void a_hub_that_does_not_exist_is_named_and_not_created() {
    startIn(blue(), order("a"));

    assertThatThrownBy(() -> Tracking.of(storage).query(Set.of("gren"), InstanceQuery.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'gren'")
        .hasMessageContaining("blue");
    assertThat(storage.hubs()).doesNotContain("gren");
  }
}
