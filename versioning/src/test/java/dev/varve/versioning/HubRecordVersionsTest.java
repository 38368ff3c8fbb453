package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions.Entry;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.StorageException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** V3: current versions in the records of a hub, as a program follows them. */
final class HubRecordVersionsTest {
  private static final String SOURCE = "the records of hub orders";

  private final HubStore hub = new InMemoryStorage().hub("orders");
  private boolean away;
  private int reads;

  @Test
  void V3_a_hub_without_records_names_no_versions() {
    HubRecordVersions source = source();
    assertThat(source.snapshot().versions()).isEmpty();
    assertThat(source.snapshot().defaultEntry()).isNull();
    assertThat(source.problem()).isEmpty();
  }

  @Test
  void V3_hub_records_name_versions_and_a_default() {
    put("Order", "2");
    put("Order.Item", "0");
    put("*", "1");
    put("Ship", "none");
    HubRecordVersions source = source();
    assertThat(source.snapshot().versions())
        .containsOnly(
            Map.entry("Order", new Entry(2, SOURCE)),
            Map.entry("Order.Item", new Entry(0, SOURCE)));
    assertThat(source.snapshot().defaultEntry()).isEqualTo(new Entry(1, SOURCE));
  }

  @Test
  void V3_a_changed_hub_record_counts_from_the_next_look_on_and_a_start_reads_nothing() {
    put("Order", "1");
    HubRecordVersions source = source();
    put("Order", "2");
    put("Ship", "5");
    assertThat(order(source)).isEqualTo(1);
    assertThat(reads).isEqualTo(1);
    source.look();
    assertThat(order(source)).isEqualTo(2);
    put("Ship", "none");
    source.look();
    assertThat(source.snapshot().versions()).containsOnlyKeys("Order");
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void V3_the_same_object_comes_while_the_hub_records_are_the_same() {
    put("Order", "1");
    HubRecordVersions source = source();
    var before = source.snapshot();
    source.look();
    put("Ship", "none");
    source.look();
    assertThat(source.snapshot()).isSameAs(before);
  }

  @Test
  void V3_a_broken_hub_record_keeps_the_last_good_set_and_says_so_once() {
    put("Order", "1");
    HubRecordVersions source = source();
    var good = source.snapshot();
    try (LogLines log = new LogLines()) {
      put("Order", "two");
      put("Ship_v2", "2");
      source.look();
      source.look();
      assertThat(source.snapshot()).isSameAs(good);
      assertThat(log.errors()).hasSize(1);
      assertThat(log.errors().getFirst())
          .contains(SOURCE, "'two' of 'Order'", "'Ship_v2' carries a version")
          .contains("what was read before stays: {Order=1}");
      assertThat(source.problem()).contains(log.errors().getFirst());

      put("Order", "2");
      put("Ship_v2", "none");
      source.look();
      assertThat(order(source)).isEqualTo(2);
      assertThat(source.problem()).isEmpty();
    }
  }

  @Test
  void V3_a_hub_record_that_is_broken_from_the_beginning_is_an_error_that_names_it() {
    put("Order", "99999999999");
    assertThatThrownBy(this::source)
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageStartingWith(
            "the current versions from the records of hub orders cannot be used: the version"
                + " '99999999999' of 'Order' is not a whole number");
  }

  @Test
  void V3_a_store_that_is_away_keeps_the_last_good_set_and_says_so_once() {
    put("Order", "1");
    HubRecordVersions source = source();
    var good = source.snapshot();
    try (LogLines log = new LogLines()) {
      away = true;
      for (int look = 0; look < 5; look++) {
        source.look();
      }
      assertThat(source.snapshot()).isSameAs(good);
      assertThat(log.errors()).hasSize(1);
      assertThat(log.errors().getFirst())
          .contains(SOURCE, "unplugged", "make the store reachable again")
          .contains("what was read before stays: {Order=1}");
      assertThat(source.problem()).contains(log.errors().getFirst());

      away = false;
      source.look();
      assertThat(source.snapshot()).isSameAs(good);
      assertThat(source.problem()).isEmpty();

      away = true;
      source.look();
      source.look();
      assertThat(log.errors()).as("a second outage").hasSize(2);
    }
  }

  @Test
  void V3_a_store_that_is_away_for_one_look_is_no_problem() {
    put("Order", "1");
    HubRecordVersions source = source();
    try (LogLines log = new LogLines()) {
      away = true;
      source.look();
      away = false;
      put("Order", "2");
      source.look();
      away = true;
      source.look();
      assertThat(order(source)).isEqualTo(2);
      assertThat(source.problem()).isEmpty();
      assertThat(log.errors()).isEmpty();
    }
  }

  @Test
  void a_store_that_is_away_at_the_start_is_the_error_of_the_store() {
    away = true;
    assertThatThrownBy(this::source).isInstanceOf(StorageException.class).hasMessage("unplugged");
  }

  @Test
  void V3_a_hub_is_looked_at_once_a_second_while_starts_ask_and_every_two_seconds_else() {
    HubRecordVersions source = source();
    assertThat(source.pause()).isEqualTo(Duration.ofSeconds(2));
    source.snapshot();
    source.snapshot();
    assertThat(source.pause()).isEqualTo(Duration.ofSeconds(1));
    assertThat(source.pause()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void the_thread_looks_by_itself_and_ends_when_closed() throws Exception {
    CountDownLatch looks = new CountDownLatch(2);
    var source =
        new HubRecordVersions(
            "orders",
            () -> {
              looks.countDown();
              return Map.of("Order", "3");
            });
    source.start();
    Thread thread = source.thread().orElseThrow();
    assertThat(thread.isDaemon()).isTrue();
    assertThat(looks.await(30, TimeUnit.SECONDS)).isTrue();
    source.close();
    source.close();
    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
    assertThat(order(source)).as("the last good set stays readable").isEqualTo(3);
  }

  private HubRecordVersions source() {
    return new HubRecordVersions(
        "orders",
        () -> {
          reads++;
          if (away) {
            throw new StorageException("unplugged", null);
          }
          return VersionRecords.all(hub.records());
        });
  }

  /** As a foreign tool would write it. */
  private void put(String name, String value) {
    String key = "current-version/" + name;
    long revision = hub.records().get(key).map(HubRecord::revision).orElse(0L);
    assertThat(
            hub.records()
                .compareAndSet(
                    key, revision, value, new AuditEntry.Draft("me", "test", name, value)))
        .isPresent();
  }

  private static int order(HubRecordVersions source) {
    return source.snapshot().entry("Order").orElseThrow().version();
  }
}
