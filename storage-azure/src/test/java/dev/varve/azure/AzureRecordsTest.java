package dev.varve.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.VersionSet;
import dev.varve.azure.internal.format.HubNames;
import dev.varve.azure.internal.table.AccountAccess;
import dev.varve.azure.internal.table.StorageAccount;
import dev.varve.azure.server.AzureServer;
import dev.varve.azure.server.Fault;
import dev.varve.azure.server.Faults;
import dev.varve.storage.AuditEntry;
import dev.varve.storage.HubRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the suite of all stores does not ask: several processes, lost answers, long texts. */
class AzureRecordsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final HubNames names = HubNames.of(AzureServer.shared().newHub());
  private final Faults faults = Faults.ofRequests();
  private final AzureRecords records = open(faults);

  /** As another process would open them. */
  private AzureRecords open(Faults passed) {
    StorageAccount account =
        StorageAccount.of(
            new AccountAccess.ByConnectionString(AzureServer.shared().connectionString()),
            StorageAccount.DEADLINE,
            List.of(passed));
    return new AzureRecords(
        account.table(names.work()), account.blobs(names.largeMessages()), () -> NOW);
  }

  private static AuditEntry.Draft draft(String detail) {
    return new AuditEntry.Draft("ann", "test", "k", detail);
  }

  @Test
  void many_writers_of_several_processes_leave_a_log_without_gaps() throws Exception {
    int processes = 3;
    int each = 12;
    try (ExecutorService pool = Executors.newFixedThreadPool(processes)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int process = 0; process < processes; process++) {
        AzureRecords own = open(Faults.ofRequests());
        String name = "process " + process;
        writers.add(
            pool.submit(() -> {
              for (int i = 0; i < each; i++) {
                count(own, name + ", " + i);
              }
            }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    List<AuditEntry> log = records.auditLog(0, 1_000);
    assertThat(log)
        .extracting(AuditEntry::position)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, processes * each).boxed().toList());
    assertThat(log).extracting(AuditEntry::detail).doesNotHaveDuplicates();
    assertThat(records.get("counter"))
        .contains(new HubRecord("counter", "" + processes * each, processes * each));
  }

  private static void count(AzureRecords records, String detail) {
    Optional<HubRecord> written;
    do {
      Optional<HubRecord> read = records.get("counter");
      long next = read.map(record -> Long.parseLong(record.value())).orElse(0L) + 1;
      written =
          records.compareAndSet(
              "counter",
              read.map(HubRecord::revision).orElse(0L),
              Long.toString(next),
              draft(detail));
    } while (written.isEmpty());
  }

  @Test
  void G3_a_write_whose_answer_was_lost_takes_effect_once_and_is_told_as_done() {
    long revision = 0;
    for (int k = 1; k <= 6; k++) {
      for (Fault fault : List.of(Fault.beforeSending(), Fault.afterSending(), Fault.timedOut())) {
        faults.reset();
        faults.at(k, fault);
        Optional<HubRecord> written =
            records.compareAndSet("k", revision, "v" + revision, draft("change"));
        assertThat(written).contains(new HubRecord("k", "v" + revision, revision + 1));
        revision++;
      }
    }
    assertThat(faults.count()).isPositive();
    assertThat(records.auditLog(0, 1_000)).hasSize((int) revision);
  }

  @Test
  void a_value_that_is_too_long_for_a_column_comes_back_and_so_do_long_sets_and_details() {
    String large = "x".repeat(200_000) + "\ud800";
    records.compareAndSet("large", 0, large, draft(large));
    Map<String, Integer> many = new TreeMap<>();
    for (int i = 0; i < 3_000; i++) {
      many.put("Orchestrator" + "x".repeat(20) + i, i);
    }
    VersionSet set = VersionSet.of(many, many);
    records.putVersionSet(set);

    assertThat(open(Faults.ofRequests()).get("large")).contains(new HubRecord("large", large, 1));
    assertThat(records.auditLog(0, 1))
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).isEqualTo(large));
    assertThat(records.versionSet(set.id())).contains(set);
  }

  @Test
  void keys_of_any_text_are_apart_and_found_by_prefix() {
    List<String> keys =
        List.of("a/b", "a\\b", "a#b", "a?b", "a^0b", "a'b", "a%b", "a b", "ab", "~", "\u6f22", "A");
    keys.forEach(key -> records.compareAndSet(key, 0, "v" + key, draft(key)));

    assertThat(records.list(""))
        .extracting(HubRecord::key)
        .containsExactlyElementsOf(keys.stream().sorted().toList());
    for (String key : keys) {
      assertThat(records.get(key)).contains(new HubRecord(key, "v" + key, 1));
      assertThat(records.list(key)).extracting(HubRecord::key).containsExactly(key);
    }
    assertThat(records.list("a")).hasSize(9);
  }

  @Test
  void a_version_set_that_somebody_else_stored_first_is_no_trouble() {
    VersionSet set = VersionSet.of(Map.of("Order", 1), Map.of());
    records.putVersionSet(set);
    open(Faults.ofRequests()).putVersionSet(set);

    assertThat(records.versionSet(set.id())).contains(set);
    assertThat(records.versionSet("a/b")).isEmpty();
  }

  @Test
  void an_audit_log_is_read_from_any_position() {
    for (int i = 0; i < 5; i++) {
      records.audit(draft("entry " + i));
    }

    assertThat(records.auditLog(3, 10))
        .extracting(AuditEntry::detail)
        .containsExactly("entry 3", "entry 4");
    assertThat(records.auditLog(-7, 1)).extracting(AuditEntry::detail).containsExactly("entry 0");
    assertThat(records.auditLog(5, 10)).isEmpty();
    assertThat(records.auditLog(0, 0)).isEmpty();
    assertThat(records.auditLog(0, 1).getFirst().at()).isEqualTo(NOW);
  }
}
