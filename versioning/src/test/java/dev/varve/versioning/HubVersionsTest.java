package dev.varve.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.CurrentVersions.Entry;
import dev.varve.FunctionName;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecords;
import dev.varve.storage.HubStore;
import dev.varve.storage.InMemoryStorage;
import dev.varve.storage.OnlyVersions;
import dev.varve.storage.SessionDescriptor;
import dev.varve.storage.WorkerSession;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** V3: changing the current versions in a hub, and the trail that leaves. */
final class HubVersionsTest {
  private static final String SOURCE = "the records of hub orders";

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final HubStore hub = new InMemoryStorage(() -> now).hub("orders");
  private final HubVersions versions = HubVersions.of(hub);

  @Test
  void V3_the_hub_keeps_entries_and_a_default_until_they_are_removed() {
    worker("Order_v1 Order_v2 Ship", "-");
    assertThat(versions.set("Order", 2, "ann", "")).isTrue();
    assertThat(versions.set("Ship", 0, "ann", "")).isTrue();
    assertThat(versions.setDefault(1, "ann", "")).isTrue();
    assertThat(versions.current().versions())
        .containsOnly(
            Map.entry("Order", new Entry(2, SOURCE)), Map.entry("Ship", new Entry(0, SOURCE)));
    assertThat(versions.current().defaultEntry()).isEqualTo(new Entry(1, SOURCE));

    assertThat(versions.remove("Order", "ann", "")).isTrue();
    assertThat(versions.removeDefault("ann", "")).isTrue();
    assertThat(versions.current().versions()).containsOnlyKeys("Ship");
    assertThat(versions.current().defaultEntry()).isNull();
    assertThat(versions.set("Order", 1, "ann", "")).isTrue();
    assertThat(versions.current().entry("Order")).contains(new Entry(1, SOURCE));
  }

  @Test
  void V3_the_trail_tells_who_changed_what_when_from_to_and_why() {
    worker("Order_v1 Order_v2", "-");
    Instant first = now;
    versions.set("Order", 1, "ann", "first release");
    now = now.plusSeconds(60);
    versions.set("Order", 2, "release job 41", "from 1 to 2: \"50%\" faster, it's said");
    versions.setDefault(1, "bob", "");
    versions.remove("Order", "bob", "back to the file");
    versions.removeDefault("bob", "");
    assertThat(versions.history())
        .containsExactly(
            change(first, "ann", "Order", -1, 1, "first release"),
            change(now, "release job 41", "Order", 1, 2, "from 1 to 2: \"50%\" faster, it's said"),
            change(now, "bob", "*", -1, 1, ""),
            change(now, "bob", "Order", 2, -1, "back to the file"),
            change(now, "bob", "*", 1, -1, ""));
  }

  @Test
  void V3_a_change_that_another_one_outran_is_made_on_top_of_that() {
    Iterator<Runnable> rivals =
        List.<Runnable>of(
                () -> versions.force().set("Order", 1, "bob", "the first"),
                () -> versions.force().set("Order", 2, "bob", "the second"))
            .iterator();
    var slow = new HubVersions(hub, outrunBy(rivals), true);
    assertThat(slow.set("Order", 3, "ann", "the slow one")).isTrue();
    assertThat(versions.current().entry("Order")).contains(new Entry(3, SOURCE));
    assertThat(versions.history())
        .containsExactly(
            change(now, "bob", "Order", -1, 1, "the first"),
            change(now, "bob", "Order", 1, 2, "the second"),
            change(now, "ann", "Order", 2, 3, "the slow one"));
  }

  /** The records of the hub, where somebody else writes just before each write. */
  private HubRecords outrunBy(Iterator<Runnable> rivals) {
    return (HubRecords)
        Proxy.newProxyInstance(
            HubRecords.class.getClassLoader(),
            new Class<?>[] {HubRecords.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("compareAndSet") && rivals.hasNext()) {
                rivals.next().run();
              }
              return method.invoke(hub.records(), arguments);
            });
  }

  @Test
  void V3_what_changes_nothing_leaves_no_trail() {
    worker("Order_v1", "-");
    versions.set("Order", 1, "ann", "");
    assertThat(versions.set("Order", 1, "bob", "again")).isFalse();
    assertThat(versions.remove("Ship", "bob", "")).isFalse();
    assertThat(versions.removeDefault("bob", "")).isFalse();
    assertThat(versions.history()).hasSize(1);
    assertThat(hub.records().auditLog(0, 10)).hasSize(1);
  }

  @Test
  void V3_the_trail_has_no_entries_of_others_and_any_length() {
    worker(
        IntStream.range(0, 100).mapToObj(n -> "Order_v" + (n + 1)).collect(Collectors.joining(" ")),
        "-");
    OnlyVersions.record(hub.records(), FunctionName.parse("Order_v1"), "worker");
    for (int i = 0; i < 1_100; i++) {
      hub.records().audit(new AuditEntry.Draft("other", "purge", "x", "from 1 to 2: not ours"));
      versions.set("Order", 1 + i % 100, "ann", "change " + i);
    }
    assertThat(versions.history())
        .extracting(VersionChange::why)
        .containsExactlyElementsOf(IntStream.range(0, 1_100).mapToObj(i -> "change " + i).toList());
    assertThat(versions.history().limit(1)).hasSize(1);
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Order_v2 | 2  | ann   | why   | 'Order_v2' carries a version; give the base name and the version apart
          Or der   | 2  | ann   | why   | 'Or der' is not a function name
          *        | 2  | ann   | why   | '*' is not a function name
          ``       | 2  | ann   | why   | the base name is empty
          Order    | -1 | ann   | why   | version -1 of 'Order' is negative
          Order    | 2  | ``    | why   | who is ''; name the person or program, for the audit log
          Order    | 2  | `  `  | why   | who is '  '; name the person or program
          Order    | 2  | a\\nb | why   | the name of who makes the change 'a\\u000ab' has a control character
          Order    | 2  | ann   | a\\nb | the reason why 'a\\u000ab' has a control character
          """)
  void a_change_that_breaks_the_rules_is_refused_and_writes_nothing(
      String base, int version, String who, String why, String message) {
    String realWho = who.replace("\\n", "\n");
    String realWhy = why.replace("\\n", "\n");
    assertThatThrownBy(() -> versions.force().set(base, version, realWho, realWhy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThat(hub.records().list("")).isEmpty();
    assertThat(hub.records().auditLog(0, 10)).isEmpty();
  }

  @Test
  void V3_every_kind_of_change_asks_who_and_keeps_the_grammar() {
    assertThatThrownBy(() -> versions.setDefault(-1, "ann", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version -1");
    assertThatThrownBy(() -> versions.setDefault(1, " ", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("who is ' '");
    assertThatThrownBy(() -> versions.remove("Order", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("who is ''");
    assertThatThrownBy(() -> versions.removeDefault("", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("who is ''");
    assertThatThrownBy(() -> versions.remove("Order_v2", "ann", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'Order_v2' carries a version");
    assertThatThrownBy(() -> versions.remove("Order", "a".repeat(201), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 201 characters; at most 200 are allowed");
    assertThatThrownBy(() -> versions.remove("Order", "ann", "w".repeat(1001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 1001 characters; at most 1000 are allowed");
    assertThat(hub.records().auditLog(0, 10)).isEmpty();
  }

  @Test
  void V3_a_version_that_no_live_worker_serves_is_refused_with_what_is_served_unless_forced() {
    WorkerSession newer = worker("Order_v3", "-");
    worker("Order_v1 Order_v2", "Charge_v1");
    assertThat(versions.set("Order", 3, "ann", "")).isTrue();
    newer.close();
    versions.set("Order", 2, "ann", "");
    assertThatThrownBy(() -> versions.set("Order", 3, "ann", "too early"))
        .isInstanceOf(UnservedVersionException.class)
        .hasMessage(
            "no live worker of hub orders serves orchestrator Order_v3; what they serve is"
                + " Order_v1, Order_v2; start a worker with it first, or force the change")
        .extracting(thrown -> ((UnservedVersionException) thrown).served())
        .asString()
        .isEqualTo("[Order_v1, Order_v2]");
    assertThat(versions.current().entry("Order")).contains(new Entry(2, SOURCE));
    assertThat(versions.history()).extracting(VersionChange::why).doesNotContain("too early");

    assertThat(versions.force().set("Order", 3, "ann", "on purpose")).isTrue();
    assertThat(versions.current().entry("Order")).contains(new Entry(3, SOURCE));
  }

  @Test
  void V3_a_version_must_be_served_in_each_kind_of_function_that_has_the_base() {
    worker("Order_v1 Order_v2", "Charge_v1 Order_v1");
    assertThat(versions.set("Charge", 1, "ann", "")).isTrue();
    assertThat(versions.set("Order", 1, "ann", "")).isTrue();
    assertThatThrownBy(() -> versions.set("Order", 2, "ann", ""))
        .hasMessageContaining("serves activity Order_v2; what they serve is Order_v1;");
    assertThatThrownBy(() -> versions.set("Refund", 1, "ann", ""))
        .hasMessageContaining("serves Refund_v1; what they serve is Order_v1, Order_v2;");
  }

  @Test
  void V3_a_default_version_must_be_served_for_some_orchestrator() {
    assertThatThrownBy(() -> versions.setDefault(2, "ann", ""))
        .isInstanceOf(UnservedVersionException.class)
        .hasMessageContaining(
            "serves any orchestrator in version 2; what they serve is nothing; start a worker");
    worker("Order_v1 Ship_v2", "Charge_v3");
    assertThat(versions.setDefault(2, "ann", "")).isTrue();
    assertThatThrownBy(() -> versions.setDefault(3, "ann", ""))
        .hasMessageContaining("what they serve is Order_v1, Ship_v2;");
    assertThat(versions.force().setDefault(3, "ann", "")).isTrue();
  }

  @Test
  void a_long_list_of_what_is_served_is_cut() {
    worker(
        IntStream.range(0, 25).mapToObj(n -> "Order_v" + (n + 1)).collect(Collectors.joining(" ")),
        "-");
    assertThatThrownBy(() -> versions.set("Order", 26, "ann", ""))
        .hasMessageContaining("Order_v19, Order_v20 and 5 more;");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "", "-1", "99999999999"})
  void V3_a_broken_hub_record_is_set_right_by_setting_it(String broken) {
    worker("Order_v1", "-");
    put("Order", broken);
    assertThatThrownBy(versions::current)
        .isInstanceOf(InvalidVersionsException.class)
        .hasMessageContaining("'" + broken + "' of 'Order'");
    assertThat(versions.set("Order", 1, "ann", "repaired")).isTrue();
    assertThat(versions.current().entry("Order")).contains(new Entry(1, SOURCE));
    assertThat(versions.history()).containsExactly(change(now, "ann", "Order", -1, 1, "repaired"));
  }

  @Test
  void V3_a_hub_record_under_a_broken_name_can_be_removed() {
    put("Order_v2", "2");
    assertThatThrownBy(versions::current).hasMessageContaining("'Order_v2' carries a version");
    assertThat(versions.remove("Order_v2", "ann", "")).isTrue();
    assertThat(versions.current().versions()).isEmpty();
  }

  private static VersionChange change(
      Instant at, String who, String name, int from, int to, String why) {
    return new VersionChange(at, who, name, version(from), version(to), why);
  }

  private static OptionalInt version(int version) {
    return version < 0 ? OptionalInt.empty() : OptionalInt.of(version);
  }

  private void put(String name, String value) {
    assertThat(
            hub.records()
                .compareAndSet(
                    "current-version/" + name,
                    0,
                    value,
                    new AuditEntry.Draft("me", "test", name, value)))
        .isPresent();
  }

  private WorkerSession worker(String orchestrators, String activities) {
    return hub.openSession(
        new SessionDescriptor(
            "worker", names(orchestrators), names(activities), "build-1", Set.of(1)),
        () -> {});
  }

  private static Set<FunctionName> names(String text) {
    return Arrays.stream(text.split(" "))
        .filter(word -> !word.equals("-"))
        .map(FunctionName::parse)
        .collect(Collectors.toSet());
  }
}
