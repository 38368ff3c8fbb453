package dev.varve.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.FunctionName;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hard case 9: the only version known is recorded once, and stays. */
final class OnlyVersionsTest {
  private final HubRecords records = new InMemoryStorage().hub("orders").records();

  @Test
  void a_version_is_recorded_once_and_audited() {
    assertThat(OnlyVersions.get(records, "Order")).isEmpty();
    assertThat(OnlyVersions.record(records, new FunctionName("Order", 1), "me")).isEqualTo(1);
    assertThat(OnlyVersions.record(records, new FunctionName("Order", 2), "me")).isEqualTo(1);
    assertThat(OnlyVersions.get(records, "Order")).hasValue(1);
    assertThat(records.auditLog(0, 10))
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.action()).isEqualTo("current-version");
          assertThat(entry.subject()).isEqualTo("Order");
        });
  }

  @Test
  void bases_are_apart_even_if_one_begins_like_another() {
    OnlyVersions.record(records, new FunctionName("Order", 0), "me");
    OnlyVersions.record(records, new FunctionName("OrderItem", 3), "me");
    assertThat(OnlyVersions.all(records)).isEqualTo(Map.of("Order", 0, "OrderItem", 3));
  }

  @Test
  void a_record_that_holds_no_version_is_named() {
    records.compareAndSet(
        "only-version/Order", 0, "x", new AuditEntry.Draft("me", "test", "Order", "broken"));
    assertThatThrownBy(() -> OnlyVersions.get(records, "Order"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("'only-version/Order' holds 'x', which is no version");
  }
}
