package dev.varve.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionKind;
import dev.varve.VersionSet;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Hubs, hub records, the audit log and version sets. */
abstract class RecordsContract extends HubContract {
  private static AuditEntry.Draft draft(String detail) {
    return new AuditEntry.Draft("ann", "current-version", "Order", detail);
  }

  @Test
  void a_record_is_written_only_over_the_revision_that_was_read() {
    var records = hub.records();
    assertThat(records.get("k")).isEmpty();
    assertThat(records.compareAndSet("k", 1, "x", draft("early"))).isEmpty();
    HubRecord first = new HubRecord("k", "{\"a\":1}", 1);
    assertThat(records.compareAndSet("k", 0, "{\"a\":1}", draft("one"))).contains(first);
    assertThat(records.compareAndSet("k", 0, "other", draft("late"))).isEmpty();
    assertThat(records.get("k")).contains(first);
    assertThat(records.compareAndSet("k", 1, "b", draft("two")))
        .contains(new HubRecord("k", "b", 2));
    assertThat(records.auditLog(0, 10))
        .extracting(AuditEntry::detail)
        .containsExactly("one", "two");
  }

  @Test
  void records_are_listed_by_prefix_in_order_with_nothing_in_it_a_wildcard() {
    var records = hub.records();
    for (String key : List.of("v/b", "v/a", "v%", "v_x", "w", "V/a")) {
      records.compareAndSet(key, 0, "1", draft(key));
    }
    assertThat(records.list("v/")).extracting(HubRecord::key).containsExactly("v/a", "v/b");
    assertThat(records.list("v%")).extracting(HubRecord::key).containsExactly("v%");
    assertThat(records.list("v_")).extracting(HubRecord::key).containsExactly("v_x");
    assertThat(records.list("")).hasSize(6);
  }

  @Test
  void a_key_that_is_empty_or_too_long_is_refused() {
    for (String key : List.of("", "k".repeat(201))) {
      assertThatThrownBy(() -> hub.records().compareAndSet(key, 0, "v", draft("x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("200");
    }
    assertThat(hub.records().compareAndSet("k".repeat(200), 0, "v", draft("x"))).isPresent();
  }

  @Test
  void the_audit_log_keeps_everything_in_order_and_is_read_in_parts() {
    hub.records().audit(draft("it's 100% \"fine\""));
    clock.advance(Duration.ofSeconds(1));
    hub.records().audit(draft("second"));
    hub.records().audit(draft("third"));
    List<AuditEntry> first = hub.records().auditLog(0, 2);
    assertThat(first)
        .extracting(AuditEntry::detail)
        .containsExactly("it's 100% \"fine\"", "second");
    assertThat(first.get(1).at()).isEqualTo(now());
    assertThat(first.get(1).who()).isEqualTo("ann");
    assertThat(first.get(1).action()).isEqualTo("current-version");
    assertThat(first.get(1).subject()).isEqualTo("Order");
    List<AuditEntry> rest = hub.records().auditLog(first.get(1).position(), 10);
    assertThat(rest).extracting(AuditEntry::detail).containsExactly("third");
    assertThat(rest.getFirst().position()).isGreaterThan(first.get(1).position());
  }

  @Test
  void a_version_set_is_stored_once_under_its_id() {
    VersionSet set = VersionSet.of(Map.of("Order", 2), Map.of("Charge", 1, "Ship", 0));
    assertThat(hub.records().versionSet(set.id())).isEmpty();
    hub.records().putVersionSet(set);
    hub.records().putVersionSet(VersionSet.of(Map.of("Order", 2), Map.of("Ship", 0, "Charge", 1)));
    VersionSet read = hub.records().versionSet(set.id()).orElseThrow();
    assertThat(read).isEqualTo(set);
    assertThat(read.version(FunctionKind.ACTIVITY, "Ship")).isEqualTo(OptionalInt.of(0));
  }

  @Test
  void G5_records_audit_and_version_sets_survive_in_a_durable_store_and_in_no_other() {
    VersionSet set = VersionSet.of(Map.of("Order", 1), Map.of());
    hub.records().putVersionSet(set);
    hub.records().compareAndSet("k", 0, "v", draft("one"));
    reopen();
    if (!storage.capabilities().durable()) {
      assertThat(hub.records().versionSet(set.id())).isEmpty();
      assertThat(hub.records().get("k")).isEmpty();
      assertThat(hub.records().auditLog(0, 10)).isEmpty();
      return;
    }
    assertThat(hub.records().versionSet(set.id())).contains(set);
    assertThat(hub.records().get("k")).contains(new HubRecord("k", "v", 1));
    assertThat(hub.records().auditLog(0, 10)).hasSize(1);
  }

  @Test
  void hubs_are_apart() {
    start(order("a"));
    hub.records().compareAndSet("k", 0, "v", draft("one"));
    var other = storage.hub("other");
    assertThat(other.name()).isEqualTo("other");
    assertThat(other.instance("a")).isEmpty();
    assertThat(other.records().get("k")).isEmpty();
    assertThat(other.counts()).isEmpty();
    assertThat(storage.hub("conformance").instance("a")).isPresent();
  }

  @Test
  void a_name_that_is_no_hub_name_is_refused() {
    for (String name : List.of("", "ab", "1abc", "a-b-c", "x".repeat(46), "a'b;--")) {
      assertThatThrownBy(() -> storage.hub(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }
}
