package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.Row;
import dev.varve.azure.internal.table.RowTable;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Fault;
import dev.varve.azure.server.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HubNames names = HubNames.of(AzureServer.shared().newHub());
  private final Faults faults = Faults.ofWrites();
  private final RowTable table =
      StorageAccount.of(
              new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()),
              PATIENCE,
              List.of(faults))
          .table(names.partitions());
  private final AtomicLong nanos = new AtomicLong();

  private Homes homes(String owner, int count) {
    return new Homes(table, names, count, owner, this::now, nanos::get);
  }

  private Instant now() {
    return Instant.parse("2026-11-23T21:00:00Z").plusNanos(nanos.get());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void tend(List<Homes> all) {
    all.forEach(homes -> homes.tend(partition -> true));
  }

  private static Set<Integer> all(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "1, 16", "2, 1", "2, 4", "2, 16", "3, 1", "3, 4", "3, 16"})
  void homes_are_shared_out_evenly_whoever_comes_when(int owners, int count) {
    List<Homes> all = new ArrayList<>();
    for (int i = 0; i < owners; i++) {
      all.add(homes("owner" + i, count));
      tend(all);
    }
    settle(all);
    assertEven(all, count);
    all.removeFirst().leave();
    settle(all);
    assertEven(all, count);
  }

  private void settle(List<Homes> all) {
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofSeconds(1));
      tend(all);
    }
  }

  private static void assertEven(List<Homes> all, int count) {
    Set<Integer> together = new TreeSet<>();
    int sum = 0;
    for (Homes homes : all) {
      int share = homes.mine().size();
      assertThat(share).isBetween(count / all.size(), Math.ceilDiv(count, all.size()));
      together.addAll(homes.mine());
      sum += share;
    }
    assertThat(sum).isEqualTo(all.isEmpty() ? 0 : count);
    assertThat(together).hasSize(sum);
  }

  @Test
  void a_home_that_others_ask_for_is_drained_before_it_goes() {
    Homes first = homes("first", 2);
    Homes second = homes("second", 2);
    first.tend(partition -> true);
    assertThat(first.mine()).containsExactlyInAnyOrder(0, 1);
    second.tend(partition -> true);
    first.tend(partition -> false);
    int asked =
        all(2).stream().filter(number -> !first.mine().contains(number)).findFirst().orElseThrow();
    Row row = row(asked);
    assertThat(row.text("CurrentOwner")).contains("first");
    assertThat(row.text("NextOwner")).contains("second");
    assertThat(row.flag("IsDraining")).isTrue();
    assertThat(first.pause()).isEqualTo(Duration.ofSeconds(1));
    first.tend(partition -> false);
    second.tend(partition -> true);
    assertThat(second.mine()).isEmpty();
    first.tend(partition -> true);
    assertThat(row(asked).text("CurrentOwner")).contains("");
    second.tend(partition -> true);
    assertThat(second.mine()).containsExactly(asked);
    assertThat(row(asked).text("NextOwner")).contains("");
  }

  private Row row(int number) {
    return table.get("", names.control(number)).orElseThrow();
  }

  @Test
  void a_home_that_cannot_be_drained_goes_all_the_same_after_a_minute() {
    Homes first = homes("first", 2);
    Homes second = homes("second", 2);
    first.tend(partition -> true);
    second.tend(partition -> true);
    for (int i = 0; i <= 8; i++) {
      first.tend(partition -> false);
      second.tend(partition -> true);
      pass(Duration.ofSeconds(10));
    }
    assertThat(first.mine()).hasSize(1);
    assertThat(second.mine()).hasSize(1);
  }

  @Test
  void the_homes_of_one_that_died_are_taken_after_a_lease_of_the_observer() {
    Homes dead = homes("dead", 4);
    dead.tend(partition -> true);
    Homes alive = homes("alive", 4);
    alive.tend(partition -> true);
    pass(Homes.LEASE.minusSeconds(1));
    alive.tend(partition -> true);
    assertThat(alive.mine()).isEmpty();
    pass(Duration.ofSeconds(1));
    alive.tend(partition -> true);
    pass(Duration.ofSeconds(1));
    alive.tend(partition -> true);
    assertThat(alive.mine()).containsExactlyInAnyOrderElementsOf(all(4));
  }

  @Test
  void one_that_was_away_for_a_lease_has_no_home_and_finds_the_new_owner() {
    Homes away = homes("away", 4);
    away.tend(partition -> true);
    Homes other = homes("other", 4);
    other.tend(partition -> true);
    pass(Homes.LEASE);
    assertThat(away.mine()).isEmpty();
    other.tend(partition -> true);
    away.tend(partition -> true);
    assertThat(away.mine()).doesNotContainAnyElementsOf(other.mine());
    settle(List.of(away, other));
    assertEven(List.of(away, other), 4);
  }

  @Test
  void renewed_homes_are_not_taken() {
    Homes first = homes("first", 1);
    Homes second = homes("second", 1);
    for (int i = 0; i < 10; i++) {
      first.tend(partition -> true);
      second.tend(partition -> true);
      pass(first.pause());
    }
    assertThat(first.mine()).containsExactly(0);
    assertThat(second.mine()).isEmpty();
    assertThat(row(0).time("LastRenewal")).contains(now().minus(first.pause()));
    assertThat(row(0).time("ExpiresAt")).contains(now().minus(first.pause()).plus(Homes.LEASE));
  }

  @Test
  void two_that_claim_at_the_same_time_never_have_the_same_home() {
    Homes second = homes("second", 4);
    faults.reset();
    faults.at(1, Fault.after(() -> second.tend(partition -> true)));
    Homes first = homes("first", 4);
    first.tend(partition -> true);
    assertThat(faults.struck()).isEqualTo(1);
    assertThat(first.mine()).doesNotContainAnyElementsOf(second.mine());
    settle(List.of(first, second));
    assertEven(List.of(first, second), 4);
  }

  @Test
  void a_lost_answer_leaves_a_state_that_the_next_look_repairs() {
    for (Fault fault : List.of(Fault.afterSending(), Fault.beforeSending())) {
      for (int request = 1; request <= 6; request++) {
        faults.reset();
        faults.at(request, fault);
        Homes first = homes("first" + request, 3);
        Homes second = homes("second" + request, 3);
        settle(List.of(first, second));
        assertEven(List.of(first, second), 3);
        first.leave();
        second.leave();
      }
    }
  }

  @Test
  void all_homes_of_a_worker_are_renewed_by_one_request() {
    Homes only = homes("only", 16);
    only.tend(partition -> true);
    faults.reset();
    pass(only.pause());
    only.tend(partition -> true);
    assertThat(faults.count()).isEqualTo(1);
    assertThat(only.mine()).hasSize(16);
  }
}
