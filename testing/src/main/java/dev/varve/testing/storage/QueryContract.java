package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionName;
import dev.varve.InstanceCondition;
import dev.varve.OrchestrationRuntimeStatus;
import dev.varve.history.InputEvent.ExecutionStarted;
import dev.varve.history.ParentInstance;
import dev.varve.storage.InstanceCount;
import dev.varve.storage.InstancePage;
import dev.varve.storage.InstanceQuery;
import dev.varve.storage.InstanceRow;
import dev.varve.storage.ParkRecord;
import dev.varve.storage.WorkerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries and counts: each filter, paging, hostile text. */
abstract class QueryContract extends HubContract {
  private static final List<String> HOSTILE =
      List.of(
          "50%",
          "50_x",
          "'; DROP TABLE x;--",
          "\"quoted\"",
          "a\\b",
          "*?[a]",
          "\u00fc\u4e2d",
          "\ud83d\ude00");

  private List<String> find(InstanceQuery query) {
    InstancePage page = hub.query(query);
    assertThat(page.continuation()).isEmpty();
    return page.instances().stream().map(InstanceRow::instanceId).toList();
  }

  private void startTagged(String id, Map<String, String> tags, @Nullable ParentInstance parent) {
    ExecutionStarted plain = started(ORDER, id + "-1");
    start(
        newInstance(
            id,
            new ExecutionStarted(
                plain.function(),
                plain.requested(),
                plain.resolution(),
                plain.versionSetId(),
                plain.executionId(),
                1,
                plain.input(),
                parent,
                tags,
                null,
                null),
            now()));
  }

  @Test
  void instances_come_in_the_order_of_creation_and_then_of_id() {
    start(order("b"));
    start(order("a"));
    clock.advance(Duration.ofMillis(1));
    start(order("A"));
    assertThat(find(InstanceQuery.ALL)).containsExactly("a", "b", "A");
    assertThat(find(InstanceQuery.ALL.withNewestFirst())).containsExactly("A", "b", "a");
    assertThat(hub.query(InstanceQuery.ALL).instances())
        .containsExactly(row("a"), row("b"), row("A"));
  }

  @Test
  void by_base_name_and_version() {
    start(order("v1"));
    start(newInstance("v2", started(ORDER_2, "x"), now()));
    start(newInstance("v0", started(FunctionName.parse("Order"), "x"), now()));
    start(newInstance("other", started(FunctionName.parse("OrderX_v1"), "x"), now()));
    assertThat(find(InstanceQuery.ALL.withBaseName("Order"))).containsExactly("v0", "v1", "v2");
    assertThat(find(InstanceQuery.ALL.withBaseName("Order").withVersion(2))).containsExactly("v2");
    assertThat(find(InstanceQuery.ALL.withBaseName("Order").withVersion(0))).containsExactly("v0");
    assertThat(find(InstanceQuery.ALL.withVersion(1))).containsExactly("other", "v1");
    assertThat(find(InstanceQuery.ALL.withBaseName("order"))).isEmpty();
  }

  @Test
  void by_status() {
    start(order("pending"));
    WorkerSession session = session("build-1", Set.of(), Set.of());
    startOwned(session, "running");
    startOwned(session, "done");
    commit(session, turn("done", 3).status(OrchestrationRuntimeStatus.COMPLETED));
    assertThat(find(InstanceQuery.ALL.withStatuses(Set.of(OrchestrationRuntimeStatus.RUNNING))))
        .containsExactly("running");
    assertThat(
            find(
                InstanceQuery.ALL.withStatuses(
                    Set.of(
                        OrchestrationRuntimeStatus.PENDING, OrchestrationRuntimeStatus.COMPLETED))))
        .containsExactly("done", "pending");
    assertThat(find(InstanceQuery.ALL.withStatuses(Set.of(OrchestrationRuntimeStatus.FAILED))))
        .isEmpty();
  }

  @Test
  void G9_by_condition_and_what_nobody_serves_is_derived_from_the_live_sessions() {
    WorkerSession session = session("bad", Set.of(ORDER), Set.of());
    startOwned(session, "parked");
    park(session, "parked", new ParkRecord(InstanceCondition.POISON, "why", "bad"));
    startOwned(session, "fine");
    start(newInstance("unserved", started(ORDER_2, "x"), now()));
    InstanceQuery waiting =
        InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.WAITING_FOR_VERSION));
    assertThat(find(waiting)).containsExactly("unserved");
    assertThat(find(InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.POISON))))
        .containsExactly("parked");
    assertThat(find(InstanceQuery.ALL.withConditions(Set.of(InstanceCondition.DIVERGED))))
        .isEmpty();
    try (WorkerSession second = session("good", Set.of(ORDER_2), Set.of())) {
      assertThat(second.renew()).isTrue();
      assertThat(find(waiting)).isEmpty();
    }
    assertThat(find(waiting)).containsExactly("unserved");
  }

  @Test
  void by_time_of_creation_from_inclusive_to_exclusive() {
    Instant first = now();
    start(order("one"));
    clock.advance(Duration.ofSeconds(1));
    start(order("two"));
    clock.advance(Duration.ofSeconds(1));
    start(order("three"));
    assertThat(find(InstanceQuery.ALL.withCreatedFrom(first.plusSeconds(1))))
        .containsExactly("two", "three");
    assertThat(find(InstanceQuery.ALL.withCreatedTo(first.plusSeconds(1)))).containsExactly("one");
    assertThat(
            find(
                InstanceQuery.ALL
                    .withCreatedFrom(first.plusSeconds(1))
                    .withCreatedTo(first.plusSeconds(2))
                    .withNewestFirst()))
        .containsExactly("two");
  }

  @Test
  void by_parent() {
    startTagged("child", Map.of(), new ParentInstance("par%", "e", 1));
    startTagged("stray", Map.of(), new ParentInstance("parent", "e", 1));
    start(order("par%"));
    assertThat(find(InstanceQuery.ALL.withParentId("par%"))).containsExactly("child");
  }

  @Test
  void by_id_prefix_with_nothing_in_it_a_wildcard() {
    HOSTILE.forEach(text -> start(order(text + "-1")));
    start(order("500"));
    start(order("50Ax"));
    for (String text : HOSTILE) {
      assertThat(find(InstanceQuery.ALL.withIdPrefix(text))).as(text).containsExactly(text + "-1");
    }
    assertThat(find(InstanceQuery.ALL.withIdPrefix("50")))
        .containsExactly("50%-1", "500", "50Ax", "50_x-1");
    assertThat(find(InstanceQuery.ALL.withIdPrefix("50a"))).isEmpty();
    assertThat(find(InstanceQuery.ALL.withIdPrefix("%"))).isEmpty();
  }

  @Test
  void by_tags_all_of_them_with_equal_values() {
    for (int i = 0; i < HOSTILE.size(); i++) {
      startTagged("t" + i, Map.of(HOSTILE.get(i), "v" + HOSTILE.get(i), "all", "x"), null);
    }
    for (int i = 0; i < HOSTILE.size(); i++) {
      String text = HOSTILE.get(i);
      assertThat(find(InstanceQuery.ALL.withTags(Map.of(text, "v" + text))))
          .containsExactly("t" + i);
      assertThat(find(InstanceQuery.ALL.withTags(Map.of(text, "v" + text, "all", "y")))).isEmpty();
    }
    assertThat(find(InstanceQuery.ALL.withTags(Map.of("all", "x")))).hasSize(HOSTILE.size());
    assertThat(find(InstanceQuery.ALL.withTags(Map.of("all", "X")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pages_hold_each_instance_once_also_while_others_start(boolean newestFirst) {
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      before.add("i" + i);
      start(order("i" + i));
      if (i % 3 == 0) {
        clock.advance(Duration.ofMillis(1));
      }
    }
    List<String> seen = new ArrayList<>();
    Optional<String> continuation = Optional.empty();
    int pages = 0;
    do {
      InstanceQuery query = InstanceQuery.ALL.withPageSize(4);
      InstanceQuery ordered = newestFirst ? query.withNewestFirst() : query;
      InstancePage page = hub.query(continuation.map(ordered::withContinuation).orElse(ordered));
      assertThat(page.instances()).hasSizeLessThanOrEqualTo(4);
      page.instances().forEach(row -> seen.add(row.instanceId()));
      continuation = page.continuation();
      start(order("while-" + pages++));
    } while (continuation.isPresent() && pages < 40);
    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
  }

  @Test
  void a_page_that_is_just_full_is_the_last_one() {
    start(order("a"));
    start(order("b"));
    assertThat(hub.query(InstanceQuery.ALL.withPageSize(2)).continuation()).isEmpty();
    assertThat(hub.query(InstanceQuery.ALL.withPageSize(1)).continuation()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "1:", ":a", "' OR 1=1 --", "99999999999999999999:a"})
  void a_text_that_is_no_continuation_is_refused_by_name(String text) {
    assertThatThrownBy(() -> hub.query(InstanceQuery.ALL.withContinuation(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void counts_follow_every_change() {
    WorkerSession session = session("bad", Set.of(ORDER), Set.of());
    assertThat(hub.counts()).isEmpty();
    start(newInstance("waiting", started(ORDER_2, "x"), now()));
    startOwned(session, "a");
    startOwned(session, "b");
    startOwned(session, "c");
    commit(session, turn("a", 3).status(OrchestrationRuntimeStatus.COMPLETED));
    park(session, "b", new ParkRecord(InstanceCondition.DIVERGED, "why", "bad"));
    assertThat(hub.counts())
        .containsExactlyInAnyOrder(
            new InstanceCount(ORDER, OrchestrationRuntimeStatus.RUNNING, 2, 1),
            new InstanceCount(ORDER, OrchestrationRuntimeStatus.COMPLETED, 1, 0),
            new InstanceCount(ORDER_2, OrchestrationRuntimeStatus.PENDING, 1, 0));
  }
}
