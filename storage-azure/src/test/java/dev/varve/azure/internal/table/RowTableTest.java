package dev.varve.azure.internal.table;

import static dev.varve.azure.internal.table.Change.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.azure.internal.table.Change.Delete;
import dev.varve.azure.internal.table.Change.Insert;
import dev.varve.azure.internal.table.Change.Merge;
import dev.varve.azure.internal.table.Change.Put;
import dev.varve.azure.internal.table.Change.Replace;
import dev.varve.azure.internal.table.Filter.Comparison;
import dev.varve.azure.internal.table.Outcome.Applied;
import dev.varve.azure.internal.table.Outcome.Refused;
import dev.varve.azure.internal.table.Outcome.TooLarge;
import dev.varve.azure.internal.table.Outcome.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowTableTest {
  private static final String HOSTILE =
      "it's; a=b&c %41+1 (x,y) {z} \"q\" \u00e4\u00f6 \ud83d\ude00 <>";

  private final TestAccount test = new TestAccount();
  private final RowTable table = test.newTable();

  @Test
  void columns_of_every_type_come_back_as_they_were_written() {
    Map<String, Object> columns =
        Map.of(
            "Text",
            HOSTILE,
            "Empty",
            "",
            "Int",
            7,
            "Long",
            Long.MIN_VALUE,
            "Double",
            1.5,
            "Flag",
            true,
            "Time",
            Instant.parse("2026-11-23T21:00:00.1234567Z"),
            "Bytes",
            new byte[] {0, 1, -1});
    table.apply("p", List.of(new Insert("k", columns)));
    Row row = table.get("p", "k").orElseThrow();
    assertThat(row.columns()).containsAllEntriesOf(columns);
    assertThat(row.columns()).containsOnlyKeys(withTimestamp(columns));
    assertThat(row.number("Int")).hasValue(7L);
    assertThat(row.columns().get("Int")).isInstanceOf(Integer.class);
    assertThat(row.time(Row.TIMESTAMP)).isPresent();
  }

  private static List<String> withTimestamp(Map<String, Object> columns) {
    List<String> names = new ArrayList<>(columns.keySet());
    names.add(Row.TIMESTAMP);
    return names;
  }

  @Test
  void columns_of_every_type_come_back_from_a_transaction_too() {
    Map<String, Object> columns =
        Map.of(
            "Text",
            HOSTILE + "\n\r\n--changeset HTTP/1.1 404",
            "Long",
            1L,
            "Time",
            Instant.parse("2026-11-23T21:00:00Z"),
            "Bytes",
            new byte[] {3});
    table.apply("p", List.of(new Insert("1", columns), new Insert("2", Map.of())));
    assertThat(table.get("p", "1").orElseThrow().columns()).containsAllEntriesOf(columns);
  }

  @Test
  void keys_may_hold_what_the_service_allows() {
    for (String partition : List.of("", HOSTILE)) {
      for (String key : List.of("", HOSTILE)) {
        assertThat(table.apply(partition, List.of(new Insert(key, Map.of()))))
            .matches(Outcome::applied);
        assertThat(table.get(partition, key))
            .hasValueSatisfying(row -> {
              assertThat(row.partition()).isEqualTo(partition);
              assertThat(row.key()).isEqualTo(key);
            });
      }
    }
    assertThat(
            table.apply(HOSTILE, List.of(new Put(HOSTILE, Map.of("A", 1)), new Put("b", Map.of()))))
        .matches(Outcome::applied);
    assertThat(table.apply(HOSTILE, List.of(new Delete(HOSTILE, ANY), new Delete("b", ANY))))
        .matches(Outcome::applied);
    assertThat(table.get(HOSTILE, HOSTILE)).isEmpty();
  }

  @Test
  void a_row_that_is_not_there_is_none() {
    assertThat(table.get("p", "k")).isEmpty();
    assertThat(table.range("p", "", "~", 10)).isEmpty();
  }

  @Test
  void each_refusal_tells_the_change_and_why() {
    table.apply("p", List.of(new Insert("there", Map.of())));
    Change fine = new Insert("new", Map.of());
    assertThat(table.apply("p", List.of(new Insert("there", Map.of()))))
        .isEqualTo(new Refused(0, Why.EXISTS));
    assertThat(table.apply("p", List.of(new Delete("gone", ANY))))
        .isEqualTo(new Refused(0, Why.MISSING));
    assertThat(table.apply("p", List.of(new Merge("gone", Map.of(), ANY))))
        .isEqualTo(new Refused(0, Why.MISSING));
    String old = etag("there");
    table.apply("p", List.of(new Merge("there", Map.of("A", 1), ANY)));
    assertThat(table.apply("p", List.of(new Replace("there", Map.of(), old))))
        .isEqualTo(new Refused(0, Why.CHANGED));
    assertThat(table.apply("p", List.of(new Delete("there", old))))
        .isEqualTo(new Refused(0, Why.CHANGED));
    assertThat(table.apply("p", List.of(fine, new Insert("there", Map.of()))))
        .isEqualTo(new Refused(1, Why.EXISTS));
    assertThat(table.apply("p", List.of(fine, new Merge("gone", Map.of(), ANY))))
        .isEqualTo(new Refused(1, Why.MISSING));
    assertThat(table.apply("p", List.of(fine, new Delete("gone", ANY))))
        .isEqualTo(new Refused(1, Why.MISSING));
    assertThat(table.apply("p", List.of(fine, new Replace("there", Map.of(), old))))
        .isEqualTo(new Refused(1, Why.CHANGED));
    assertThat(table.get("p", "new")).isEmpty();
  }

  private String etag(String key) {
    return table.get("p", key).orElseThrow().etag();
  }

  @Test
  void the_etags_told_are_those_of_the_rows() {
    Outcome alone = table.apply("p", List.of(new Insert("a", Map.of())));
    assertThat(alone).isEqualTo(new Applied(List.of(etag("a"))));
    Outcome together =
        table.apply(
            "p",
            List.of(
                new Replace("a", Map.of("A", 1), etag("a")),
                new Insert("b", Map.of()),
                new Put("c", Map.of("B", 2L))));
    assertThat(together).isEqualTo(new Applied(List.of(etag("a"), etag("b"), etag("c"))));
    assertThat(
            table.apply(
                "p",
                List.of(new Delete("a", etag("a")), new Merge("b", Map.of("C", "x"), etag("b")))))
        .isEqualTo(new Applied(List.of("", etag("b"))));
  }

  @Test
  void a_merge_keeps_the_other_columns_and_a_replacement_does_not() {
    table.apply("p", List.of(new Insert("k", Map.of("A", 1, "B", 2))));
    table.apply("p", List.of(new Merge("k", Map.of("B", 3), ANY)));
    assertThat(table.get("p", "k").orElseThrow().columns())
        .containsEntry("A", 1)
        .containsEntry("B", 3);
    table.apply("p", List.of(new Put("k", Map.of("B", 4))));
    assertThat(table.get("p", "k").orElseThrow().columns()).doesNotContainKey("A");
  }

  @Test
  void a_range_comes_in_the_order_of_keys_across_pages() {
    int rows = 1_150;
    for (int from = 0; from < rows; from += 100) {
      List<Change> changes = new ArrayList<>();
      for (int i = from; i < Math.min(from + 100, rows); i++) {
        changes.add(new Insert("%06d;'".formatted(rows - i), Map.of()));
      }
      table.apply(HOSTILE, changes);
    }
    table.apply("other", List.of(new Insert("000500", Map.of())));
    List<String> all = IntStream.rangeClosed(1, rows).mapToObj("%06d;'"::formatted).toList();
    assertThat(keys(table.range(HOSTILE, "", "~", Integer.MAX_VALUE))).isEqualTo(all);
    assertThat(keys(table.range(HOSTILE, "000002;'", "000005;'", 10))).isEqualTo(all.subList(1, 4));
    assertThat(keys(table.range(HOSTILE, "", "~", 3))).isEqualTo(all.subList(0, 3));
    assertThat(keys(table.startingWith(HOSTILE, "00000", 100))).isEqualTo(all.subList(0, 9));
  }

  private static List<String> keys(List<Row> rows) {
    return rows.stream().map(Row::key).toList();
  }

  @Test
  void a_scan_filters_selects_and_stops_when_told() {
    for (String partition : List.of("a", "b", "c")) {
      table.apply(
          partition,
          List.of(
              new Insert("1", Map.of("Name", "it's", "Size", 1L, "More", "x")),
              new Insert("2", Map.of("Name", "other", "Size", 2L, "More", "x"))));
    }
    List<Row> found = new ArrayList<>();
    table.scan(
        Filter.partitions("a", "c")
            .and(
                Filter.anyOf(
                    List.of(
                        Filter.where("Name", Comparison.EQUAL, "it's"),
                        Filter.where("Size", Comparison.GREATER, 5L)))),
        List.of("Name"),
        found::addAll);
    assertThat(found).extracting(Row::partition).containsExactly("a", "b");
    assertThat(found.getFirst().columns()).containsOnlyKeys("Name", Row.TIMESTAMP);
    List<Row> all = new ArrayList<>();
    table.scan(Filter.all(), List.of(), all::addAll);
    assertThat(all).hasSize(6);
  }

  @Test
  void too_many_or_too_large_changes_are_refused_before_they_are_sent() {
    List<Change> many =
        IntStream.rangeClosed(0, 100).<Change>mapToObj(i -> new Insert("k" + i, Map.of())).toList();
    assertThat(table.apply("p", many)).isEqualTo(new TooLarge(101, 100));
    String text = "x".repeat(32_000);
    Map<String, Object> columns = Map.of("A", text, "B", text, "C", text, "D", text);
    List<Change> large =
        IntStream.range(0, 32).<Change>mapToObj(i -> new Insert("k" + i, columns)).toList();
    assertThat(table.apply("p", large)).isInstanceOf(TooLarge.class);
    assertThat(test.faults().count()).isZero();
  }

  @Test
  void what_is_counted_as_fitting_fits() {
    String text = "\u00e4\"\n\u20ac".repeat(8_000);
    Change change = new Insert("000'" + HOSTILE, Map.of("A", text, "B", text));
    int fitting = (int) Math.min(100, RowTable.MAX_BYTES / RowTable.size(HOSTILE, change));
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < fitting; i++) {
      changes.add(new Insert("%03d'%s".formatted(i, HOSTILE), Map.of("A", text, "B", text)));
    }
    assertThat(fitting).isGreaterThan(15);
    assertThat(table.apply(HOSTILE, changes)).matches(Outcome::applied);
    assertThat(table.range(HOSTILE, "", "~", 100))
        .allMatch(row -> row.text("A").orElseThrow().equals(text));
  }

  @Test
  void changing_a_row_twice_is_an_error_of_the_caller() {
    assertThatThrownBy(
            () -> table.apply("p", List.of(new Insert("k", Map.of()), new Delete("k", ANY))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("k is changed twice");
    assertThatThrownBy(() -> table.apply("p", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** On the emulator too, which is made for one client: what is built on it relies on this. */
  @Test
  void transactions_of_several_clients_are_whole_and_one_after_the_other() throws Exception {
    table.apply("p", List.of(new Insert("count", Map.of("N", 0L))));
    List<Thread> clients = new ArrayList<>();
    AtomicInteger refused = new AtomicInteger();
    for (int client = 0; client < 6; client++) {
      clients.add(Thread.ofVirtual().start(() -> countTo(20, refused)));
    }
    for (Thread client : clients) {
      client.join();
    }
    List<Row> rows = table.range("p", "", "~", 1_000);
    assertThat(rows.getFirst().number("N")).hasValue(120L);
    assertThat(keys(rows).subList(1, rows.size()))
        .isEqualTo(IntStream.rangeClosed(1, 120).mapToObj("item-%04d"::formatted).toList());
    assertThat(refused.get()).isPositive();
  }

  private void countTo(int times, AtomicInteger refused) {
    int done = 0;
    while (done < times) {
      Row count = table.get("p", "count").orElseThrow();
      long next = count.number("N").orElseThrow() + 1;
      List<Change> changes =
          List.of(
              new Insert("item-%04d".formatted(next), Map.of()),
              new Replace("count", Map.of("N", next), count.etag()));
      if (table.apply("p", changes).applied()) {
        done++;
      } else {
        refused.incrementAndGet();
      }
    }
  }
}
